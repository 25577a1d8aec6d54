import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, api } from '../../api/client';
import { useLive, type Viewer } from '../../live';

const KEY = ['presence'] as const;

/** Who is on which ticket, by its number. */
export function usePresence(): ReadonlyMap<string, readonly Viewer[]> {
  const queries = useQueryClient();
  const { data } = useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => {
      const { tickets } = await answered(api.GET('/api/presence', { signal }));
      return new Map(tickets.map((one) => [one.ticket, one.viewers as readonly Viewer[]]));
    },
    refetchOnMount: 'always',
    retry: false,
  });
  useLive((event) => {
    if (event.name !== 'presence') return;
    const { ticket, viewers } = event.data;
    queries.setQueryData<ReadonlyMap<string, readonly Viewer[]>>(KEY, (before) => {
      const after = new Map(before);
      if (viewers.length > 0) after.set(ticket, viewers);
      else after.delete(ticket);
      return after;
    });
  });
  return data ?? NOBODY;
}

const NOBODY: ReadonlyMap<string, readonly Viewer[]> = new Map();
