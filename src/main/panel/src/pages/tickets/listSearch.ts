import { PRIORITIES, type Priority } from './ticket';

export const STATUSES = ['open', 'closed', 'all'] as const;
export const AWAITED = ['staff', 'member'] as const;
export const SORTS = ['waiting', 'newest', 'oldest'] as const;
const LONGEST_TEXT = 100;

export type Status = (typeof STATUSES)[number];
export type Awaited = (typeof AWAITED)[number];
export type Sort = (typeof SORTS)[number];

/** The list as its address names it; what is as usual is left out. */
export interface ListSearch {
  status?: Exclude<Status, 'open'>;
  priority?: Priority;
  awaiting?: Awaited;
  /** A part of the member's name. */
  text?: string;
  /** Discord's id of the member. */
  member?: string;
  unread?: true;
  sort?: Exclude<Sort, 'waiting'>;
  /** The number of the ticket that the person is at. */
  row?: string;
}

/** Which tickets are listed, and how: what the server is asked for. */
export interface Wanted {
  status: Status;
  priority?: Priority;
  awaiting?: Awaited;
  name?: string;
  member?: string;
  unread?: true;
  sort: Sort;
}

function oneOf<T extends string>(values: readonly T[], value: unknown): T | undefined {
  return values.find((one) => one === value);
}

/** Numbers in an address are read as numbers. */
function words(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text.trim() !== '' ? text.slice(0, LONGEST_TEXT) : undefined;
}

function id(value: unknown): string | undefined {
  const text = words(value);
  return text && /^[1-9][0-9]{0,18}$/.test(text) ? text : undefined;
}

/** Leaves out what is undefined, so that the address does not name it. */
function told<T extends object>(search: T): T {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as T;
}

/** Reads an address; what is none of ours is ignored. */
export function listSearch(raw: Record<string, unknown>): ListSearch {
  const status = oneOf(STATUSES, raw.status);
  const sort = oneOf(SORTS, raw.sort);
  const usual = status === undefined || status === 'open' ? 'waiting' : 'newest';
  return told({
    status: status === 'open' ? undefined : status,
    priority: oneOf(PRIORITIES, raw.priority),
    awaiting: oneOf(AWAITED, raw.awaiting),
    text: words(raw.text),
    member: id(raw.member),
    unread: raw.unread === true || raw.unread === 'true' ? true : undefined,
    sort: sort === 'waiting' || sort === usual ? undefined : sort,
    row: id(raw.row),
  });
}

/** What the address asks for. Only open tickets have an order by waiting. */
export function wantedOf(search: ListSearch): Wanted {
  const status = search.status ?? 'open';
  return told({
    status,
    priority: search.priority,
    awaiting: search.awaiting,
    name: search.text?.trim(),
    member: search.member,
    unread: search.unread,
    sort: search.sort ?? (status === 'open' ? 'waiting' : 'newest'),
  });
}

/** How many things narrow the list beside the status. */
export function narrowings(search: ListSearch): number {
  return [search.priority, search.awaiting, search.text, search.member, search.unread].filter((one) => one !== undefined).length;
}
