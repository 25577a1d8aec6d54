import { expect, test } from 'vitest';
import { example, expiry, included, missing, type Wanted } from './wanted';

const NOW = Date.parse('2026-11-30T12:00:00Z');
const good: Wanted = { name: 'Website', permissions: ['read:tickets'], term: '30', day: '' };

test('a term is told in seconds since 1970', () => {
  expect(expiry({ term: 'never', day: '' }, NOW)).toBeNull();
  expect(expiry({ term: '30', day: '' }, NOW)).toBe(Date.parse('2026-12-30T12:00:00Z') / 1000);
  expect(expiry({ term: 'date', day: '2026-12-31' }, NOW)).toBe(new Date(2027, 0, 1).getTime() / 1000);
  expect(expiry({ term: 'date', day: '' }, NOW)).toBeUndefined();
});

test('what is missing is named', () => {
  expect(missing(good, NOW)).toEqual([]);
  expect(missing({ ...good, name: ' ', permissions: [] }, NOW)).toEqual(['name', 'permissions']);
  expect(missing({ ...good, term: 'date' }, NOW)).toEqual(['expires_at']);
  expect(missing({ ...good, term: 'date', day: '2026-11-01' }, NOW)).toEqual(['expires_at']);
});

test('a greater permission includes smaller ones', () => {
  expect(included('reply:tickets', ['write:tickets'])).toBe(true);
  expect(included('reply:tickets', ['read:tickets', 'reply:tickets'])).toBe(false);
});

test('the example does what the key may do', () => {
  expect(example('http://desk', 'k', ['read:tickets'])).toBe('curl -H "X-API-Key: k" "http://desk/api/externals/tickets"');
  expect(example('http://desk', 'k', ['write:tickets'])).toContain('/1/replies');
  expect(example('http://desk', 'k', ['close:tickets'])).toContain('/1/close');
});
