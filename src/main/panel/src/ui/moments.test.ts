import { expect, test } from 'vitest';
import { relative } from './moments';

const NOW = Date.parse('2026-11-30T12:00:00Z');
const at = (text: string) => relative(new Date(text), NOW, 'en');

test('moments are told by the greatest unit', () => {
  expect(at('2026-11-30T11:59:40Z')).toBe('now');
  expect(at('2026-11-30T11:58:01Z')).toBe('1 minute ago');
  expect(at('2026-11-30T09:00:00Z')).toBe('3 hours ago');
  expect(at('2026-11-29T11:00:00Z')).toBe('yesterday');
  expect(at('2026-12-02T12:00:00Z')).toBe('in 2 days');
  expect(at('2026-11-01T12:00:00Z')).toBe('Nov 1, 2026');
});
