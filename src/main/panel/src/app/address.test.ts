import { expect, test } from 'vitest';
import { listSearch } from '../pages/tickets/listSearch';
import { parseAddress, writeAddress } from './address';

const LONG = '123456789012345678';

test('a long id is the same in an address and out of it', () => {
  expect(parseAddress(`?member=${LONG}&row=7`)).toEqual({ member: LONG, row: '7' });
  expect(writeAddress({ member: LONG, row: '7' })).toBe(`?member=${LONG}&row=7`);
  expect(listSearch(parseAddress(`?status=all&member=${LONG}`))).toEqual({ status: 'all', member: LONG });
});

test('what is written is read again', () => {
  for (const q of ['42', 'true', 'null', '{"a":1}', '"x"', 'a b+c&d=e#ü%', '1e3']) {
    expect(parseAddress(writeAddress({ q }))).toEqual({ q });
  }
});

test('what is not there is left out', () => {
  expect(writeAddress({ a: undefined, b: null })).toBe('');
  expect(writeAddress({ unread: true, message: 3 })).toBe('?unread=true&message=3');
  expect(parseAddress('')).toEqual({});
  expect(parseAddress('?a=1&a=2&b')).toEqual({ a: '2', b: '' });
});
