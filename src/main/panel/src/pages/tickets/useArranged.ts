import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { arrange, NOTHING } from './arrange';
import type { TicketPart } from './ticket';

const TOP = 8;
const IDLE = 1_500;

/**
 * The rows of a list in an order that does not move below the pointer: the order of the list is
 * taken where the person is at the top and idle, or asks for it.
 *
 * @param held whether rows have to stay, such as while some are selected
 */
export function useArranged(
  pages: readonly TicketPart[] | undefined,
  listName: unknown,
  held: boolean,
  area: RefObject<HTMLElement | null>,
) {
  const [arranged, setArranged] = useState(NOTHING);
  const parts = useRef<readonly (readonly string[])[]>([]);
  const active = useRef(0);
  const hovered = useRef(false);
  const keep = useRef(held);
  keep.current = held;

  const free = useCallback(
    () =>
      !keep.current &&
      !hovered.current &&
      window.scrollY <= TOP &&
      Date.now() - active.current > IDLE &&
      !area.current?.contains(document.activeElement),
    [area],
  );

  const name = useRef(listName);
  useLayoutEffect(() => {
    parts.current = pages?.map((page) => page.tickets.map((ticket) => ticket.id)) ?? [];
    const other = name.current !== listName;
    name.current = listName;
    setArranged((before) => arrange(other ? NOTHING : before, parts.current, free()));
  }, [pages, listName, free]);

  useEffect(() => {
    const acts = () => {
      active.current = Date.now();
    };
    const moves = (event: PointerEvent) => {
      acts();
      hovered.current = event.pointerType === 'mouse' && event.target instanceof Node && area.current?.contains(event.target) === true;
    };
    const leaves = () => {
      hovered.current = false;
    };
    const events = ['keydown', 'pointerdown', 'touchmove', 'wheel'] as const;
    for (const event of events) window.addEventListener(event, acts, { passive: true });
    window.addEventListener('pointermove', moves, { passive: true });
    document.documentElement.addEventListener('pointerleave', leaves);
    return () => {
      for (const event of events) window.removeEventListener(event, acts);
      window.removeEventListener('pointermove', moves);
      document.documentElement.removeEventListener('pointerleave', leaves);
    };
  }, [area]);

  const settle = useCallback(() => setArranged((before) => arrange(before, parts.current, true)), []);
  const waiting = arranged.fresh.length > 0;
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(() => free() && settle(), IDLE / 2);
    return () => clearInterval(timer);
  }, [waiting, free, settle]);

  return { rows: arranged.rows, fresh: arranged.fresh, settle };
}
