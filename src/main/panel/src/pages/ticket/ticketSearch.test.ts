import { expect, test } from 'vitest';
import { ticketSearch } from './ticketSearch';

test('the message is a number from 1 on, and what is none of ours is ignored', () => {
  expect(ticketSearch({ message: '12', lang: 'en' })).toEqual({ message: 12 });
  expect(ticketSearch({ message: 12 })).toEqual({ message: 12 });
  for (const message of ['0', '-1', '1e3', '1.5', 'x', '', '99999999999', {}, null]) expect(ticketSearch({ message })).toEqual({});
});
