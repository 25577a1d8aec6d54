import { answered, api, type Schema } from '../../api/client';
import { Problem } from '../../api/problem';
import type { MessagePart } from './conversation';
import type { MessageQuery } from './conversationStore';
import type { DraftContent, DraftKind, DraftPort, StoredDraft } from './draftBox';

export type Ticket = Schema['TicketDetails'];
export type Priority = Schema['Priority'];
export type NewerMessage = Schema['NewerMessage'];
export type Held = Schema['HeldReplyShown'];
export type TakenBack = Schema['TakenBack'];

export const PRIORITIES: readonly Priority[] = ['low', 'normal', 'high', 'urgent'];

const path = (id: string) => ({ id: Number(id) });

export const ticketKey = (id: string) => ['ticket', id] as const;
export const heldKey = (id: string) => ['ticket', id, 'held'] as const;

export function getTicket(id: string, signal?: AbortSignal): Promise<Ticket> {
  return answered(api.GET('/api/tickets/{id}', { params: { path: path(id) }, signal }));
}

export function getMessages(id: string, query: MessageQuery): Promise<MessagePart> {
  return answered(api.GET('/api/tickets/{id}/messages', { params: { path: path(id), query } }));
}

export async function ticketsOf(member: string, signal: AbortSignal): Promise<Ticket[]> {
  const query = { member, status: 'all', limit: 20 } as const;
  return (await answered(api.GET('/api/tickets', { params: { query }, signal }))).tickets;
}

/** The member as the community guild knows them. */
export function memberOf(id: string, signal: AbortSignal): Promise<Schema['CommunityMember']> {
  return answered(api.GET('/api/members/{id}', { params: { path: { id } }, signal }));
}

/** The open tickets, for j and k where no list was shown in this tab. */
export async function openTickets(signal: AbortSignal): Promise<string[]> {
  const query = { status: 'open', limit: 100 } as const;
  return (await answered(api.GET('/api/tickets', { params: { query }, signal }))).tickets.map((one) => one.id);
}

/** A key for one attempt, also where the address is not https. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

const header = (key: string) => ({ 'Idempotency-Key': key });
const PAUSES = [1_000, 3_000];
const GOING_ON = [0, 429, 500, 502, 503, 504];

/** Asks the same again where no answer came: the key keeps it from being done twice. */
async function insisting<T>(ask: () => Promise<T>): Promise<T> {
  for (const pause of PAUSES) {
    try {
      return await ask();
    } catch (failure) {
      if (!(failure instanceof Problem) || !GOING_ON.includes(failure.status)) throw failure;
      await new Promise((done) => setTimeout(done, pause));
    }
  }
  return ask();
}

/** One reply or note on its way, with the key that it keeps. */
export interface Sending {
  key: string;
  kind: DraftKind;
  content: DraftContent;
  lastSeen: number | null;
  holdSeconds: number;
  draftVersion: number;
}

export type Sent = { held: string; due_at: string } | { number: number };

// One that takes longer is one without an answer.
const LONGEST_REQUEST = 30_000;

/** Asks once; with the same key it may be asked again. */
export function send(id: string, what: Sending): Promise<Sent> {
  const { text, anonymous, files } = what.content;
  const params = { path: path(id), header: header(what.key) };
  const signal = AbortSignal.timeout(LONGEST_REQUEST);
  if (what.kind === 'note') {
    const body = { text, draft_version: what.draftVersion };
    return answered(api.POST('/api/tickets/{id}/notes', { params, body, signal }));
  }
  const body = {
    text,
    anonymous,
    ...(files.length > 0 && { files }),
    last_seen: what.lastSeen,
    hold_seconds: what.holdSeconds,
    draft_version: what.draftVersion,
  };
  return answered(api.POST('/api/tickets/{id}/replies', { params, body, signal }));
}

export async function editReply(id: string, number: number, text: string): Promise<void> {
  const params = { path: { ...path(id), number }, header: header(newKey()) };
  await insisting(() => answered(api.PATCH('/api/tickets/{id}/replies/{number}', { params, body: { text } })));
}

export async function deleteReply(id: string, number: number): Promise<void> {
  const params = { path: { ...path(id), number }, header: header(newKey()) };
  await insisting(() => answered(api.DELETE('/api/tickets/{id}/replies/{number}', { params })));
}

export async function closeTicket(id: string, reason: string, silent: boolean): Promise<void> {
  const params = { path: path(id), header: header(newKey()) };
  const body = { reason: reason.trim() || null, silent };
  await insisting(() => answered(api.POST('/api/tickets/{id}/close', { params, body })));
}

export async function setPriority(id: string, priority: Priority): Promise<void> {
  const params = { path: path(id), header: header(newKey()) };
  await insisting(() => answered(api.PUT('/api/tickets/{id}/priority', { params, body: { priority } })));
}

/** Opens a ticket that goes on with a closed one, and gives its number. */
export async function reopen(id: string): Promise<string> {
  const params = { path: path(id), header: header(newKey()) };
  return (await insisting(() => answered(api.POST('/api/tickets/{id}/reopen', { params, body: {} })))).ticket_id;
}

/** Joins a closed ticket to a later one of the same member. */
export async function merge(id: string, into: string): Promise<void> {
  const params = { path: path(id), header: header(newKey()) };
  await insisting(() => answered(api.POST('/api/tickets/{id}/merge', { params, body: { into } })));
}

/** The address of the transcript, which a browser saves. */
export const transcriptOf = (id: string) => `/api/tickets/${id}/transcript`;

export async function heldReplies(id: string, signal: AbortSignal): Promise<Held[]> {
  return (await answered(api.GET('/api/tickets/{id}/held', { params: { path: path(id) }, signal }))).held;
}

export function takeBack(id: string, held: string): Promise<TakenBack> {
  const params = { path: { ...path(id), held: Number(held) } };
  return answered(api.DELETE('/api/tickets/{id}/held/{held}', { params }));
}

/** The drafts of a ticket at the server. */
export function draftPort(id: string, kind: DraftKind): DraftPort {
  const params = { path: { ...path(id), kind } };
  return {
    load: () => answered(api.GET('/api/tickets/{id}/drafts/{kind}', { params })),
    save: async ({ version, text, anonymous, files }: StoredDraft, leaving) => {
      const body = { version, text, anonymous, files: [...files] };
      await answered(api.PUT('/api/tickets/{id}/drafts/{kind}', { params, body, keepalive: leaving }));
    },
  };
}

export async function markRead(id: string, message: number): Promise<void> {
  await answered(api.PUT('/api/tickets/{id}/read', { params: { path: path(id) }, body: { message } }));
}

export async function markUnread(id: string): Promise<void> {
  await answered(api.DELETE('/api/tickets/{id}/read', { params: { path: path(id) } }));
}

export function bePresent(id: string, state: 'viewing' | 'typing', hasDraft: boolean) {
  const body = { state, has_draft: hasDraft };
  return answered(api.PUT('/api/tickets/{id}/presence', { params: { path: path(id) }, body }));
}

export async function leave(id: string): Promise<void> {
  await answered(api.DELETE('/api/tickets/{id}/presence', { params: { path: path(id) }, keepalive: true }));
}
