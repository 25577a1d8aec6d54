// Changes of a list that is shown, by what the server tells of single tickets.
import type { Wanted } from './listSearch';
import { nameOf, type Ticket, type TicketPart } from './ticket';

/** The parts of a list that were fetched, in their order. */
export interface Parts {
  pages: TicketPart[];
  pageParams: unknown[];
}

/** Compares two numbers of any size. */
export function byNumber(one: string, other: string): number {
  return one.length - other.length || (one < other ? -1 : one > other ? 1 : 0);
}

/** Compares tickets as the server sorts them. */
export function byOrder(sort: Wanted['sort']): (one: Ticket, other: Ticket) => number {
  if (sort === 'newest') return (one, other) => byNumber(other.id, one.id);
  if (sort === 'oldest') return (one, other) => byNumber(one.id, other.id);
  const since = (ticket: Ticket) => (ticket.waiting_since ? Date.parse(ticket.waiting_since) : Number.POSITIVE_INFINITY);
  return (one, other) => {
    const [first, second] = [since(one), since(other)];
    return first === second ? byNumber(one.id, other.id) : first - second;
  };
}

/** Whether a ticket belongs to a list. */
export function matches(ticket: Ticket, wanted: Wanted): boolean {
  const open = ticket.status !== 'closed';
  const named = wanted.name?.toLowerCase();
  return (
    (wanted.status === 'all' || (wanted.status === 'open') === open) &&
    (wanted.priority === undefined || wanted.priority === ticket.priority) &&
    (wanted.member === undefined || wanted.member === ticket.member.id) &&
    (wanted.unread === undefined || ticket.unread > 0) &&
    (wanted.awaiting === undefined || (open && (wanted.awaiting === 'staff') === Boolean(ticket.waiting_since))) &&
    (named === undefined || [ticket.member.username, nameOf(ticket.member)].some((name) => name.toLowerCase().includes(named)))
  );
}

/** The tickets of all parts, each once, as it was told last. */
export function listed(parts: Parts | undefined): Ticket[] {
  const found = new Map<string, Ticket>();
  for (const ticket of parts?.pages.flatMap((part) => part.tickets) ?? []) {
    const known = found.get(ticket.id);
    if (!known || known.version <= ticket.version) found.set(ticket.id, ticket);
  }
  return [...found.values()];
}

function known(parts: Parts, id: string): Ticket | undefined {
  return listed(parts).find((ticket) => ticket.id === id);
}

function without(parts: Parts, id: string): Parts {
  return {
    ...parts,
    pages: parts.pages.map((part) =>
      part.tickets.some((ticket) => ticket.id === id)
        ? { ...part, tickets: part.tickets.filter((ticket) => ticket.id !== id) }
        : part,
    ),
  };
}

/**
 * The list with a ticket as the server has it now: at its place in the order, or without it where
 * it does not belong there, or belongs to a part that is not fetched yet. An older version than
 * the list has changes nothing.
 */
export function withTicket(parts: Parts, ticket: Ticket, wanted: Wanted): Parts {
  const before = known(parts, ticket.id);
  if (before && before.version > ticket.version) return parts;
  const rest = without(parts, ticket.id);
  if (!matches(ticket, wanted)) return rest;
  const compare = byOrder(wanted.sort);
  const last = rest.pages.length - 1;
  const page = rest.pages.findIndex((part) => part.tickets.some((one) => compare(one, ticket) > 0));
  if (page < 0 && (last < 0 || rest.pages[last]?.has_more)) return rest;
  return {
    ...rest,
    pages: rest.pages.map((part, at) => {
      if (at !== (page < 0 ? last : page)) return part;
      const place = part.tickets.findIndex((one) => compare(one, ticket) > 0);
      return { ...part, tickets: part.tickets.toSpliced(place < 0 ? part.tickets.length : place, 0, ticket) };
    }),
  };
}
