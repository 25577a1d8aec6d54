import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { answered, api, type Permission } from './client';
import { Problem } from './problem';

/** Somebody who may use the panel. */
export interface Person {
  kind: 'person';
  id: string;
  name: string;
  superAdmin: boolean;
  permissions: ReadonlySet<Permission>;
}

/** Who uses this browser. */
export type Session =
  | Person
  /** Nobody is signed in. */
  | { kind: 'nobody'; ended: boolean }
  /** Somebody to whom nothing is granted. */
  | { kind: 'stranger'; person: Person };

/** @param ended whether somebody was, until now */
const nobody = (ended: boolean): Session => ({ kind: 'nobody', ended });

/** Somebody to whom nothing is granted: the own account and sessions are shown nevertheless. */
async function stranger(signal: AbortSignal): Promise<Person> {
  const { account } = await answered(api.GET('/api/user/account', { signal }));
  const name = account?.name ?? '';
  return { kind: 'person', id: name, name, superAdmin: false, permissions: new Set() };
}

/** @param before what was known until now */
async function session(signal: AbortSignal, before: Session | undefined): Promise<Session> {
  try {
    const check = await answered(api.GET('/api/panel/check', { signal }));
    const rights = await answered(api.GET('/api/user/permissions', { signal }));
    return {
      kind: 'person',
      id: check.user_id,
      name: check.name || check.user_id,
      superAdmin: rights.is_super_admin,
      permissions: new Set(rights.permissions),
    };
  } catch (failure) {
    if (failure instanceof Problem && failure.status === 401) {
      return nobody(before?.kind === 'person' || before?.kind === 'stranger' || (before?.kind === 'nobody' && before.ended));
    }
    if (failure instanceof Problem && failure.status === 403) {
      return { kind: 'stranger', person: await stranger(signal) };
    }
    throw failure;
  }
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal, client, queryKey }) => session(signal, client.getQueryData<Session>(queryKey)),
  staleTime: 60_000,
  // While the server starts, and while it is away.
  refetchInterval: (query) => (query.state.status === 'error' ? 3_000 : false),
});

/** Leads to the landing page. What was fetched for the person is forgotten. */
export function leave(queries: QueryClient, ended: boolean): void {
  const [own] = sessionQuery.queryKey;
  // Not clear(): who shows the session goes on listening to its query.
  queries.removeQueries({ predicate: (query) => query.queryKey[0] !== own });
  queries.setQueryData(sessionQuery.queryKey, nobody(ended));
}

/** The person at the screen; only below the shell, which shows nothing to anybody else. */
export function usePerson(): Person {
  const { data } = useQuery(sessionQuery);
  if (data?.kind === 'stranger') return data.person;
  if (data?.kind !== 'person') throw new Error('used outside of the shell');
  return data;
}

/** Whether a person may do what takes a permission. */
export function may(person: Person, permission: Permission | undefined): boolean {
  return permission === undefined || person.permissions.has(permission);
}
