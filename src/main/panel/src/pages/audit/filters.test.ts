import { expect, test } from 'vitest';
import { auditFilters, laidOut } from './filters';

test('an address is read, and what is none of ours is ignored', () => {
  expect(
    auditFilters({ actor: ' sam ', surface: 'panel', kind: 'act', from: '2026-11-01T00:00:00Z', ticket: 7, x: 1 }),
  ).toEqual({ actor: 'sam', surface: 'panel', kind: 'act', from: '2026-11-01T00:00:00.000Z', ticket: 7 });
  expect(auditFilters({ actor: '', surface: 'moon', kind: 1, from: 'x', before: '1960-01-01', ticket: -1 })).toEqual({});
  expect(auditFilters({ actor: 42, ticket: '7' })).toEqual({ actor: '42', ticket: 7 });
  expect(auditFilters({ ticket: '99999999999999999' })).toEqual({});
});

test('JSON is laid out, anything else is shown as it is', () => {
  expect(laidOut('{"length":12}')).toBe('{\n  "length": 12\n}');
  expect(laidOut('cut {"a')).toBe('cut {"a');
});
