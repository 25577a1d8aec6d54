import { useQueryClient } from '@tanstack/react-query';
import { type RefObject, useCallback, useEffect, useRef } from 'react';
import { useToast } from '../../ui/useToast';
import { UNREAD } from '../tickets/queryKeys';
import { markRead, markUnread, type Ticket, ticketKey } from './api';

const LONG_ENOUGH = 1_000;

const isLooking = () => document.visibilityState === 'visible' && document.hasFocus();

/**
 * Notes how far the person has read: the newest message has been in view for a second while the page
 * was visible and had the focus.
 *
 * @param end stands behind the newest message
 * @param newest its number; null where there is none
 */
export function useReading(ticket: string, end: RefObject<HTMLElement | null>, newest: number | null) {
  const queries = useQueryClient();
  const toast = useToast();
  const seen = useRef<number | null>(null);
  const marked = useRef(0);
  const unread = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another ticket begins anew.
  useEffect(() => {
    seen.current = null;
    marked.current = 0;
    unread.current = false;
  }, [ticket]);

  useEffect(() => {
    const element = end.current;
    if (element === null || newest === null) return;
    let inView = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      if (!inView || document.visibilityState !== 'visible') return;
      seen.current = Math.max(seen.current ?? 0, newest);
      if (!isLooking() || unread.current || marked.current >= newest) return;
      timer = setTimeout(() => {
        marked.current = newest;
        markRead(ticket, newest).then(
          () => {
            queries.setQueryData<Ticket>(ticketKey(ticket), (known) => known && { ...known, unread: 0 });
            void queries.invalidateQueries({ queryKey: UNREAD });
          },
          () => {
            marked.current = 0;
          },
        );
      }, LONG_ENOUGH);
    };
    const observer = new IntersectionObserver(([entry]) => {
      inView = entry?.isIntersecting ?? false;
      look();
    });
    observer.observe(element);
    window.addEventListener('focus', look);
    window.addEventListener('blur', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      window.removeEventListener('focus', look);
      window.removeEventListener('blur', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, [ticket, end, newest, queries]);

  /** Until the ticket is opened again. */
  const setUnread = useCallback(async () => {
    unread.current = true;
    try {
      await markUnread(ticket);
      return true;
    } catch (failure) {
      unread.current = false;
      toast.failed(failure);
      return false;
    }
  }, [ticket, toast]);
  const lastSeen = useCallback(() => seen.current, []);
  return { lastSeen, setUnread };
}
