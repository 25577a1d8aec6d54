import { expect, test } from 'vitest';
import { problemOf, secondsOf } from './problem';

test('a refusal is read with its fields', () => {
  const problem = problemOf(400, { code: 'invalid_field', detail: 'No.', errors: [{ pointer: '/name', code: 'x', detail: 'is missing' }] }, 'r1');
  expect([problem.code, problem.detail, problem.of('name'), problem.of('other'), problem.requestId]).toEqual(['invalid_field', 'No.', 'is missing', undefined, 'r1']);
});

test('what is no refusal of ours is one all the same', () => {
  expect(problemOf(502, '<html>', null).code).toBe('http_502');
  expect(problemOf(502, { errors: 'x', error: 'Bad' }, null).detail).toBe('Bad');
});

test('Retry-After is told in seconds or as a moment', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  expect(['7', ' 0 ', 'Thu, 01 Jan 2026 00:00:30 GMT', 'Wed, 31 Dec 2025 00:00:00 GMT', 'soon', null].map((value) => secondsOf(value, now))).toEqual([7, 0, 30, 0, null, null]);
  expect(problemOf(503, {}, null, 7).retryAfter).toBe(7);
});
