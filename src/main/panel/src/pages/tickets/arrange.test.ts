import { expect, test } from 'vitest';
import { arrange, NOTHING } from './arrange';

const first = arrange(NOTHING, [['1', '2', '3']], false);

test('the first rows are the list', () => {
  expect(first).toEqual({ rows: ['1', '2', '3'], fresh: [], parts: 1 });
});

test('a new ticket ahead of a row waits', () => {
  const next = arrange(first, [['9', '1', '2', '8', '3']], false);
  expect([next.rows, next.fresh]).toEqual([['1', '2', '3'], ['9', '8']]);
  expect(arrange(next, [['9', '1', '2', '8', '3']], true)).toEqual({ rows: ['9', '1', '2', '8', '3'], fresh: [], parts: 1 });
});

test('a new ticket behind all rows moves nothing and is shown', () => {
  expect(arrange(first, [['1', '2', '3', '4']], false).rows).toEqual(['1', '2', '3', '4']);
});

test('rows stay where they are when the order changes or a ticket leaves', () => {
  expect(arrange(first, [['2', '3', '1']], false).rows).toEqual(['1', '2', '3']);
  expect(arrange(first, [['1', '3']], false).rows).toEqual(['1', '2', '3']);
  expect(arrange(first, [['2', '3', '1']], true).rows).toEqual(['2', '3', '1']);
});

test('a further part is appended, whatever moved', () => {
  const next = arrange(first, [['2', '3'], ['4', '1', '5']], false);
  expect([next.rows, next.fresh, next.parts]).toEqual([['1', '2', '3', '4', '5'], [], 2]);
});

test('parts that are fetched anew one after the other keep all rows', () => {
  const two = arrange(first, [['1', '2', '3'], ['4', '5']], false);
  const again = arrange(two, [['1', '2', '3']], false);
  expect(again.rows).toEqual(['1', '2', '3', '4', '5']);
  expect(arrange(again, [['1', '2', '3'], ['4', '5', '6']], false).rows).toEqual(['1', '2', '3', '4', '5', '6']);
});

test('a ticket of two parts has one row', () => {
  expect(arrange(NOTHING, [['1', '2'], ['2', '3']], false).rows).toEqual(['1', '2', '3']);
});
