import { expect, test } from 'vitest';
import { listSearch, narrowings, wantedOf } from './listSearch';

test('an address without anything is the open tickets, longest waiting first', () => {
  expect(listSearch({})).toEqual({});
  expect(wantedOf({})).toEqual({ status: 'open', sort: 'waiting' });
});

test('what is as usual is not in the address', () => {
  expect(listSearch({ status: 'open', sort: 'waiting' })).toEqual({});
  expect(listSearch({ status: 'closed', sort: 'newest' })).toEqual({ status: 'closed' });
  expect(listSearch({ sort: 'newest' })).toEqual({ sort: 'newest' });
});

test('what is none of ours is ignored', () => {
  expect(listSearch({ status: 'x', priority: 3, awaiting: [], sort: {}, row: '1e3', member: '-1', unread: 'no', text: '  ' })).toEqual({});
});

test('numbers are read as texts', () => {
  expect(listSearch({ text: 42, row: 7, member: '123456789012345678' })).toEqual({ text: '42', row: '7', member: '123456789012345678' });
});

test('closed tickets have no order by waiting', () => {
  expect(wantedOf(listSearch({ status: 'all', sort: 'waiting' })).sort).toBe('newest');
  expect(wantedOf(listSearch({ status: 'all', sort: 'oldest' })).sort).toBe('oldest');
});

test('the row and the order narrow nothing', () => {
  expect(narrowings({ row: '1', sort: 'newest', status: 'all' })).toBe(0);
  expect(narrowings({ text: 'a', unread: true })).toBe(2);
});
