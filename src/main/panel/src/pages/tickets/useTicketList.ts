import { type InfiniteData, keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Problem } from '../../api/problem';
import { useLive } from '../../live';
import { Changes } from '../../live/changes';
import type { Wanted } from './listSearch';
import { withTicket } from './patches';
import { LISTS } from './queryKeys';
import { fetchPart, fetchTicket } from './rest';
import type { Ticket, TicketPart } from './ticket';

const EVERY = 1_000;
/** More tickets that change within a second are asked for by one request for the list. */
const MOST_SINGLE = 3;

type Data = InfiniteData<TicketPart, string | null>;

/** The list that the server has, kept up to date by its events. */
export function useTicketList(wanted: Wanted) {
  const queries = useQueryClient();
  const key = useMemo(() => [...LISTS, wanted] as const, [wanted]);
  /** Tickets that have left the list, as the server told them last. */
  const [left, setLeft] = useState<ReadonlyMap<string, Ticket>>(new Map());
  const list = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => fetchPart(wanted, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.has_more ? last.next : null),
    placeholderData: keepPreviousData,
    refetchOnMount: 'always',
  });
  const { hasNextPage, isFetching, fetchNextPage } = list;

  // ---- events

  const epoch = useRef(0);
  const changes = useRef<Changes | null>(null);
  useEffect(() => {
    epoch.current += 1;
    const one = async (id: string) => {
      const begun = epoch.current;
      try {
        const ticket = await fetchTicket(id);
        if (begun !== epoch.current) return;
        queries.setQueryData<Data>(key, (data) => data && (withTicket(data, ticket, wanted) as Data));
        setLeft((before) => new Map(before).set(id, ticket));
      } catch (failure) {
        // The next event, or the next time that the list is asked for, tells it again.
        if (!(failure instanceof Problem)) throw failure;
      }
    };
    const made = new Changes(EVERY, (ids) => {
      if (ids.length <= MOST_SINGLE) {
        for (const id of ids) void one(id);
      } else if (queries.isFetching({ queryKey: key, exact: true }) > 0) {
        // An answer on its way may be older than the changes.
        for (const id of ids) made.add(id);
      } else {
        void queries.invalidateQueries({ queryKey: key, exact: true });
      }
    });
    changes.current = made;
    return () => made.close();
  }, [queries, key, wanted]);

  const before = useRef(0);
  useLive((event) => {
    switch (event.name) {
      case 'ticket.opened':
      case 'ticket.updated':
      case 'ticket.closed':
      case 'message.created':
      case 'message.updated':
        changes.current?.add(String(event.data.ticket));
        break;
      case 'reset': {
        // Page one first; what is shown stays meanwhile, and answers begun before are dropped.
        epoch.current += 1;
        changes.current?.clear();
        const data = queries.getQueryData<Data>(key);
        before.current = data?.pages.length ?? 0;
        if (data) queries.setQueryData<Data>(key, { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) });
        void queries.invalidateQueries({ queryKey: key, exact: true });
        break;
      }
      default:
    }
  });

  const parts = list.data?.pages.length ?? 0;
  useEffect(() => {
    if (parts >= before.current) before.current = 0;
    else if (hasNextPage && !isFetching) void fetchNextPage();
  }, [parts, hasNextPage, isFetching, fetchNextPage]);

  return { ...list, left };
}
