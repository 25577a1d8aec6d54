import { expect, test } from 'vitest';
import { shortSpan, waitOf } from './waiting';

const MINUTE = 60_000;

test.each([
  [-5, '0m', 'short'],
  [59 * MINUTE, '59m', 'short'],
  [60 * MINUTE, '1h', 'long'],
  [47 * 60 * MINUTE, '47h', 'late'],
  [49 * 60 * MINUTE, '2d', 'late'],
])('%d ms is %s', (time, words, wait) => {
  expect([shortSpan(time, 'en'), waitOf(time)]).toEqual([words, wait]);
});
