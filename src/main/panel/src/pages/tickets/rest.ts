import { answered, api } from '../../api/client';
import type { Wanted } from './listSearch';
import type { Priority, Ticket, TicketPart } from './ticket';

const PART = 50;

/** A part of a list; `after` is `next` of the part ahead of it. */
export function fetchPart(wanted: Wanted, after: string | null, signal: AbortSignal): Promise<TicketPart> {
  const query = { ...wanted, limit: PART, ...(after === null ? {} : { after }) };
  return answered(api.GET('/api/tickets', { params: { query }, signal }));
}

export function fetchTicket(id: string): Promise<Ticket> {
  return answered(api.GET('/api/tickets/{id}', { params: { path: { id: Number(id) } } }));
}

/** What can be done to many tickets at once. */
export type BulkAct = { kind: 'close' } | { kind: 'priority'; priority: Priority };

/** @param key names the act, so that it happens once however often it is asked for */
export async function actOn(id: string, act: BulkAct, key: string): Promise<void> {
  const params = { path: { id: Number(id) }, header: { 'Idempotency-Key': `"${key}"` } };
  if (act.kind === 'close') {
    await answered(api.POST('/api/tickets/{id}/close', { params, body: { silent: false } }));
  } else {
    await answered(api.PUT('/api/tickets/{id}/priority', { params, body: { priority: act.priority } }));
  }
}

/** Marks a ticket as unread for the person, until the next message of it is read. */
export async function markUnread(id: string): Promise<void> {
  await answered(api.DELETE('/api/tickets/{id}/read', { params: { path: { id: Number(id) } } }));
}

/** How many open tickets the person has not read. */
export async function countUnread(signal: AbortSignal): Promise<number> {
  const query = { unread: true, count: true, limit: 1 };
  const { count } = await answered(api.GET('/api/tickets', { params: { query }, signal }));
  return count?.number ?? 0;
}
