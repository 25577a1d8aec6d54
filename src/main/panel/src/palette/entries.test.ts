import { expect, test } from 'vitest';
import { fits, readRecent, ticketNumber, withRecent } from './entries';

test('a line fits where it has every word', () => {
  expect([fits('Go to the tickets', 'TICK go'), fits('Go to the tickets', 'go search'), fits('Search', '')]).toEqual([true, false, true]);
});

test('a number is a ticket', () => {
  expect([ticketNumber('12'), ticketNumber(' #7 '), ticketNumber('#0'), ticketNumber('7a'), ticketNumber('9'.repeat(30))]).toEqual(['12', '7', null, null, null]);
});

test('the last used come first, each once', () => {
  expect(withRecent(['a', 'b', 'c', 'd', 'e'], 'c')).toEqual(['c', 'a', 'b', 'd', 'e']);
  expect(withRecent(['a', 'b', 'c', 'd', 'e'], 'f')).toEqual(['f', 'a', 'b', 'c', 'd']);
  expect([readRecent('["a",1]'), readRecent('{'), readRecent(null)]).toEqual([['a'], [], []]);
});
