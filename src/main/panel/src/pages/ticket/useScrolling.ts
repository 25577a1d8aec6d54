import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Message } from './conversation';

// As near to the end as counts as there, in pixels.
const NEAR = 60;
const MARKED_MILLIS = 4_000;
const READERS = ['wheel', 'touchmove', 'pointerdown'] as const;

const isAtEnd = (element: HTMLElement) => element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;

/** Stays at the end while one is there, and where one is when older messages come ahead. */
export function useScrolling(messages: readonly Message[], going: number, newest: number) {
  const scroller = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const before = useRef({ first: 0, height: 0, newest: 0, going: 0 });
  const kept = useRef<number | null>(null);
  const [seen, setSeen] = useState(0);
  const centre = useCallback((number: number) => {
    const element = scroller.current;
    const row = element?.querySelector<HTMLElement>(`[data-number="${number}"]`);
    if (!element || !row) return;
    const [around, inside] = [element.getBoundingClientRect(), row.getBoundingClientRect()];
    // A message that is higher than the frame begins at its top.
    const above = Math.max(0, (element.clientHeight - inside.height) / 2);
    element.scrollTop += inside.top - around.top - above;
    atEnd.current = isAtEnd(element);
  }, []);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const moved = () => {
      // What has just grown is not passed by the reader; the observer below comes next.
      if (element.scrollHeight !== before.current.height) return;
      atEnd.current = isAtEnd(element);
      if (atEnd.current) setSeen(before.current.newest);
    };
    // An image that comes late, or a composer that grows, moves the end.
    const sized = new ResizeObserver(() => {
      if (kept.current !== null) centre(kept.current);
      else if (atEnd.current) element.scrollTop = element.scrollHeight;
      before.current.height = element.scrollHeight;
    });
    sized.observe(element);
    if (element.firstElementChild) sized.observe(element.firstElementChild);
    element.addEventListener('scroll', moved, { passive: true });
    // From now on it is the reader who moves.
    const taken = () => {
      kept.current = null;
    };
    for (const act of READERS) element.addEventListener(act, taken, { passive: true });
    document.addEventListener('keydown', taken);
    return () => {
      sized.disconnect();
      element.removeEventListener('scroll', moved);
      for (const act of READERS) element.removeEventListener(act, taken);
      document.removeEventListener('keydown', taken);
    };
  }, [centre]);
  const first = messages[0]?.number ?? 0;
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const was = before.current;
    const wrote = going > was.going;
    if (wrote || (atEnd.current && kept.current === null)) {
      kept.current = null;
      element.scrollTop = element.scrollHeight;
      atEnd.current = true;
      setSeen(newest);
    } else if (first < was.first && was.first > 0) {
      element.scrollTop += element.scrollHeight - was.height;
    }
    before.current = { first, height: element.scrollHeight, newest, going };
  }, [first, newest, going]);
  const keepAt = useCallback(
    (number: number) => {
      kept.current = number;
      centre(number);
      return () => {
        kept.current = null;
      };
    },
    [centre],
  );
  return {
    scroller,
    missed: messages.filter((message) => message.number > seen && message.kind !== 'remark').length,
    /** Shows a message, and keeps it in view while images come in, until the reader moves on or the answer is called. */
    keepAt,
    toEnd: () => {
      kept.current = null;
      if (scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight;
    },
  };
}

/** Shows a message and gives its number for a moment, in which it is marked. */
export function useMark(number: number | null, keepAt: (number: number) => () => void): number | null {
  const [marked, setMarked] = useState<number | null>(null);
  useLayoutEffect(() => {
    if (number === null) return;
    const leave = keepAt(number);
    setMarked(number);
    const timer = setTimeout(() => {
      leave();
      setMarked(null);
    }, MARKED_MILLIS);
    return () => {
      clearTimeout(timer);
      leave();
      setMarked(null);
    };
  }, [number, keepAt]);
  return marked;
}
