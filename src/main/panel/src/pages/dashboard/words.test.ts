import { expect, test } from 'vitest';
import { dayWords, span } from './words';

test.each([
  [0, '0s'],
  [59, '59s'],
  [60, '1m'],
  [125, '2m 5s'],
  [3_600, '1h'],
  [7_500, '2h 5m'],
  [45_000, '12h'],
  [180_000, '2d 2h'],
])('%d seconds are %s', (seconds, words) => {
  expect(span(seconds, 'en')).toBe(words);
});

test('a day is the same wherever the browser is', () => {
  expect(dayWords('2026-11-30', 'en')).toBe('Nov 30');
});
