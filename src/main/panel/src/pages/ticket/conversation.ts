import type { Schema } from '../../api/client';

export type Message = Schema['Message'];
export type MessagePart = Schema['MessagePart'];

/** What is known of what was said in a ticket: the newest messages, without a gap between them. */
export interface Conversation {
  /** By their numbers. */
  messages: readonly Message[];
  /** The `before` that asks for older ones; null where there are none. */
  older: string | null;
  /** The `after` that asks for what came later; null where nothing was said yet. */
  latest: string | null;
  /** The older parts, by the `before` and the `limit` that ask for them again. */
  parts: readonly { readonly before: string; readonly limit: number; readonly from: number; readonly to: number }[];
}

function merged(old: readonly Message[], fresh: readonly Message[]): Message[] {
  const all = new Map(old.map((message) => [message.number, message]));
  for (const message of fresh) all.set(message.number, message);
  return [...all.values()].sort((one, other) => one.number - other.number);
}

/** The last part, as the server has it now, and what it joins on to. */
export function withNewest(old: Conversation | null, part: MessagePart): Conversation {
  const fresh: Conversation = {
    messages: part.messages,
    older: part.has_more ? part.next : null,
    latest: part.latest,
    parts: [],
  };
  const last = old?.messages.at(-1);
  const first = part.messages[0];
  // Otherwise something between the two may be unknown.
  const joins = last !== undefined && first !== undefined && part.has_more && first.number <= last.number + 1;
  return old && joins ? { ...old, messages: merged(old.messages, part.messages), latest: part.latest } : fresh;
}

/** With what was said before. */
export function withOlder(old: Conversation, part: MessagePart): Conversation {
  const from = part.messages[0]?.number;
  const to = part.messages.at(-1)?.number;
  return {
    ...old,
    messages: merged(old.messages, part.messages),
    older: part.has_more ? part.next : null,
    parts:
      old.older === null || from === undefined || to === undefined
        ? old.parts
        : [...old.parts, { before: old.older, limit: part.messages.length, from, to }],
  };
}

/** With what was said since. */
export function withLater(old: Conversation, part: MessagePart): Conversation {
  return { ...old, messages: merged(old.messages, part.messages), latest: part.latest ?? old.latest };
}

/** With the present state of messages that are known; others are left out. */
export function patched(old: Conversation, fresh: readonly Message[]): Conversation {
  const now = new Map(fresh.map((message) => [message.number, message]));
  return { ...old, messages: old.messages.map((message) => now.get(message.number) ?? message) };
}
