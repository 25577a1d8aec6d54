import { expect, test } from 'vitest';
import { Problem } from '../../api/problem';
import { outcomeOf, pauseBefore } from './outcome';

const problem = (status: number, retryAfter: number | null = null) => new Problem(status, `http_${status}`, '', [], null, {}, retryAfter);

test.each([0, 302, 408, 425, 429, 500, 502, 503, 504])('after %i nobody knows whether it was done', (status) => {
  expect(outcomeOf(problem(status), false)).toBe('unknown');
});

test.each([400, 401, 403, 404, 409, 422])('%i says that it was not done', (status) => {
  expect(outcomeOf(problem(status), false)).toBe('refused');
});

test('a session that has ended says nothing of an earlier attempt', () => {
  expect(outcomeOf(problem(401), true)).toBe('unknown');
  expect(outcomeOf(problem(409), true)).toBe('refused');
});

test('what is no answer at all leaves it open', () => {
  expect(outcomeOf(new TypeError('x'), false)).toBe('unknown');
});

test('the pauses grow up to half a minute', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 500].map((attempts) => pauseBefore(attempts, problem(0)))).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
});

test('the server may ask for a longer pause, within reason', () => {
  expect(pauseBefore(1, problem(503, 45))).toBe(45_000);
  expect(pauseBefore(6, problem(503, 2))).toBe(30_000);
  expect(pauseBefore(1, problem(429, 86_400))).toBe(600_000);
});
