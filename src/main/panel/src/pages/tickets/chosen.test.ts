import { expect, test } from 'vitest';
import { NONE, present, ranged, toggled } from './chosen';

const rows = ['1', '2', '3', '4', '5'];

test('a ticket is selected and taken back', () => {
  const one = toggled(NONE, '2');
  expect([...one.ids]).toEqual(['2']);
  expect([...toggled(one, '2').ids]).toEqual([]);
});

test('a range goes from the last one, up or down', () => {
  expect([...ranged(toggled(NONE, '4'), rows, '2').ids].sort()).toEqual(['2', '3', '4']);
  expect([...ranged(toggled(toggled(NONE, '1'), '3'), rows, '5').ids].sort()).toEqual(['1', '3', '4', '5']);
});

test('a range without a beginning is one ticket', () => {
  expect([...ranged(NONE, rows, '3').ids]).toEqual(['3']);
  expect([...ranged({ ids: new Set(), anchor: '9' }, rows, '3').ids]).toEqual(['3']);
});

test('tickets that are not shown any more are not selected', () => {
  const two = ranged(toggled(NONE, '1'), rows, '2');
  expect([...present(two, ['2', '3']).ids]).toEqual(['2']);
  expect(present(two, rows)).toBe(two);
});
