import { queryOptions } from '@tanstack/react-query';
import { answered, api, type Schema } from '../../api/client';
import type { Guild } from './subjects';

const PAGE = 1_000;
/** More members than these are not offered by name. */
const MOST_PAGES = 10;

async function members(signal: AbortSignal): Promise<Schema['Member'][]> {
  const all: Schema['Member'][] = [];
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const part = await answered(api.GET('/api/admin/members', { params: { query: { limit: PAGE, after } }, signal }));
    all.push(...part.members);
    if (!part.has_more || part.next === null) break;
    after = part.next;
  }
  return all;
}

export const guildQuery = queryOptions({
  queryKey: ['staff-guild'],
  queryFn: async ({ signal }): Promise<Guild> => {
    const [all, { roles }] = await Promise.all([members(signal), answered(api.GET('/api/admin/roles', { signal }))]);
    return { members: all, roles };
  },
  staleTime: 60_000,
});

export const grantsQuery = queryOptions({
  queryKey: ['grants'],
  queryFn: ({ signal }) => answered(api.GET('/api/admin/permissions', { signal })),
});
