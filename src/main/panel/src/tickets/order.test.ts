import { expect, test } from 'vitest';
import { neighbour } from './order';

test('j and k go along the list and stop at its ends', () => {
  expect([neighbour(['3', '2', '1'], '2', 1), neighbour(['3', '2', '1'], '2', -1)]).toEqual(['1', '3']);
  expect([neighbour(['3', '2'], '2', 1), neighbour(['3', '2'], '3', -1)]).toEqual([null, null]);
});

test('from a ticket that is in no list one comes to the first', () => {
  expect(neighbour(['3', '2'], '9', 1)).toBe('3');
  expect(neighbour([], '9', 1)).toBeNull();
});
