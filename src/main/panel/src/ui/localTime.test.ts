import { expect, test } from 'vitest';
import { fromLocal, toLocal } from './localTime';

test('a moment goes into an input of the browser and back', () => {
  const at = '2026-11-30T10:31:00.000Z';
  expect(fromLocal(toLocal(at))).toBe(at);
  expect(toLocal(undefined)).toBe('');
  expect(fromLocal('')).toBeUndefined();
  expect(fromLocal('1960-01-01T00:00')).toBeUndefined();
});
