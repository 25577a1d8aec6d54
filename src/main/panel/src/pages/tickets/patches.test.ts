import { expect, test } from 'vitest';
import type { Wanted } from './listSearch';
import { byNumber, listed, matches, type Parts, withTicket } from './patches';
import type { Ticket } from './ticket';

const WAITING: Wanted = { status: 'open', sort: 'waiting' };

function ticket(id: number, more: Partial<Ticket> = {}): Ticket {
  return {
    id: String(id),
    version: 1,
    unread: 0,
    status: 'open',
    priority: 'normal',
    member: { id: `1${id}`, username: `member${id}`, name: `Member ${id}` },
    channel_id: null,
    opened_at: '2026-11-30T10:00:00Z',
    closure: null,
    messages: { member: 1, replies: 0, notes: 0 },
    last_message_at: null,
    transcript: null,
    ...more,
  } as Ticket;
}

const waits = (id: number, minute: number, more: Partial<Ticket> = {}) =>
  ticket(id, { waiting_since: `2026-11-30T10:${String(minute).padStart(2, '0')}:00Z`, ...more });

function parts(more: boolean, ...pages: Ticket[][]): Parts {
  return {
    pages: pages.map((tickets, at) => ({ tickets, has_more: more || at < pages.length - 1, next: null, count: null })),
    pageParams: pages.map(() => null),
  };
}

const ids = (list: Parts) => list.pages.map((page) => page.tickets.map((one) => one.id).join());

test('numbers are compared as numbers', () => {
  expect(byNumber('9', '10')).toBeLessThan(0);
  expect(byNumber('9007199254740993', '9007199254740992')).toBeGreaterThan(0);
  expect(byNumber('7', '7')).toBe(0);
});

test('a new ticket that waits stands behind those that wait longer', () => {
  const list = parts(false, [waits(1, 1), waits(2, 3), ticket(3)]);
  expect(ids(withTicket(list, waits(9, 2), WAITING))).toEqual(['1,9,2,3']);
  expect(ids(withTicket(list, waits(9, 5), WAITING))).toEqual(['1,2,9,3']);
});

test('a ticket that was answered goes to those that wait for the member', () => {
  const list = parts(false, [waits(1, 1), waits(2, 2)], [ticket(4)]);
  expect(ids(withTicket(list, ticket(1, { version: 2, waiting_since: null }), WAITING))).toEqual(['2', '1,4']);
});

test('what stands behind the fetched parts is left to them', () => {
  expect(ids(withTicket(parts(true, [waits(1, 1), waits(2, 2)]), ticket(1, { version: 2 }), WAITING))).toEqual(['2']);
  expect(ids(withTicket(parts(false, [waits(1, 1)]), ticket(2), WAITING))).toEqual(['1,2']);
  expect(ids(withTicket(parts(false, []), ticket(2), WAITING))).toEqual(['2']);
});

test('an older version changes nothing, the same one does', () => {
  const list = parts(false, [ticket(1, { version: 5, unread: 3 })]);
  expect(withTicket(list, ticket(1, { version: 4, priority: 'high' }), WAITING)).toBe(list);
  expect(listed(withTicket(list, ticket(1, { version: 5, unread: 0 }), WAITING))[0]?.unread).toBe(0);
});

test('a ticket that was closed leaves the open ones', () => {
  const list = parts(false, [waits(1, 1), waits(2, 2)]);
  expect(ids(withTicket(list, ticket(1, { version: 2, status: 'closed' }), WAITING))).toEqual(['2']);
  expect(ids(withTicket(list, ticket(1, { version: 2, status: 'closed' }), { status: 'all', sort: 'newest' }))).toEqual(['2,1']);
});

test('a ticket of two parts is listed once, as it was told last', () => {
  const list = parts(false, [ticket(1), ticket(2)], [ticket(1, { version: 2, priority: 'high' })]);
  expect(listed(list).map((one) => [one.id, one.priority])).toEqual([['1', 'high'], ['2', 'normal']]);
});

test.each<[string, Partial<Wanted>, Partial<Ticket>, boolean]>([
  ['closing is open', {}, { status: 'closing' }, true],
  ['closed is not', {}, { status: 'closed' }, false],
  ['closed', { status: 'closed' }, { status: 'closed' }, true],
  ['priority', { priority: 'high' }, { priority: 'low' }, false],
  ['member', { member: '17' }, {}, true],
  ['another member', { member: '8' }, {}, false],
  ['unread', { unread: true }, { unread: 1 }, true],
  ['read', { unread: true }, { unread: 0 }, false],
  ['staff is awaited', { awaiting: 'staff' }, { waiting_since: '2026-11-30T10:00:00Z' }, true],
  ['the member is awaited', { awaiting: 'member' }, { waiting_since: null }, true],
  ['nobody of a closed ticket', { status: 'all', awaiting: 'member' }, { status: 'closed' }, false],
  ['part of a name', { name: 'EMBER 7' }, {}, true],
  ['no part', { name: 'bob' }, {}, false],
])('belongs to the list: %s', (_, wanted, more, expected) => {
  expect(matches(ticket(7, more), { ...WAITING, ...wanted })).toBe(expected);
});
