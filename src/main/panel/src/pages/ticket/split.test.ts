import { expect, test } from 'vitest';
import { counted, messagesFor } from './split';

test('a text becomes as many messages as it needs', () => {
  expect(messagesFor('a'.repeat(1_999), 0)).toBe(1);
  expect(messagesFor('a'.repeat(2_000), 10)).toBe(2);
  expect(messagesFor('a'.repeat(4_000), 10)).toBe(3);
  expect(messagesFor(`${'a'.repeat(1_500)} ${'b'.repeat(1_500)}`, 0)).toBe(2);
});

test('the length is told from 1,800 on', () => {
  expect(counted('a'.repeat(1_799), 0)).toBeNull();
  expect(counted('a'.repeat(1_800), 0)).toEqual({ length: 1_800, limit: 2_000, messages: 1 });
  expect(counted('a'.repeat(2_500), 20)).toEqual({ length: 2_500, limit: 4_000, messages: 2 });
});
