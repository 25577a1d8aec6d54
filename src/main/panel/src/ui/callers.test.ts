import { expect, test } from 'vitest';
import { caller } from './callers';

test('a person has a name and an id, all others a name', () => {
  expect(caller('987654321098765432 (Sam)')).toEqual({ name: 'Sam', id: '987654321098765432' });
  expect(caller('987654321098765432 (Sam (away))')).toEqual({ name: 'Sam (away)', id: '987654321098765432' });
  expect(caller('root')).toEqual({ name: 'root' });
  expect(caller('')).toEqual({ name: '' });
});
