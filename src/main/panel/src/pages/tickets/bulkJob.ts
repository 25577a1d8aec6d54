import { answered, api, type Schema } from '../../api/client';
import type { Wanted } from './listSearch';
import type { BulkAct } from './rest';

export type Job = Schema['BulkJob'];
export type JobPage = Schema['BulkResults'];

/** More tickets than this are for the server, which goes on when the page is closed. */
export const ALONE = 20;

/** The largest number of tickets that a job names. */
export const MOST_NAMED = 500;

const STORED = 'switchboard.bulk';

/** What a job is begun with: the tickets by their numbers, or all that a list has. */
export type Scope = { ids: readonly string[] } | { list: Wanted };

/** The body of the request. */
export function bodyOf(scope: Scope, act: BulkAct): Schema['BulkRequest'] {
  const how =
    act.kind === 'close' ? { action: 'close' as const, silent: false } : { action: 'priority' as const, priority: act.priority, silent: false };
  if ('ids' in scope) return { ...how, tickets: [...scope.ids] };
  const { sort: _, ...filter } = scope.list;
  return { ...how, filter };
}

export function beginJob(scope: Scope, act: BulkAct, key: string): Promise<Job> {
  return answered(api.POST('/api/bulk', { params: { header: { 'Idempotency-Key': key } }, body: bodyOf(scope, act) }));
}

export function jobOf(id: string, signal: AbortSignal): Promise<JobPage> {
  return answered(api.GET('/api/bulk/{id}', { params: { path: { id: Number(id) }, query: { limit: 200 } }, signal }));
}

export function cancelJob(id: string): Promise<Job> {
  return answered(api.DELETE('/api/bulk/{id}', { params: { path: { id: Number(id) } } }));
}

/** The job that is watched, also after a reload. */
export function watchedJob(): string | null {
  const id = sessionStorage.getItem(STORED);
  return id !== null && /^[1-9][0-9]{0,14}$/.test(id) ? id : null;
}

export function watchJob(id: string | null): void {
  if (id === null) sessionStorage.removeItem(STORED);
  else sessionStorage.setItem(STORED, id);
}
