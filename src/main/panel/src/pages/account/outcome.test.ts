import { expect, test } from 'vitest';
import { accountSearch } from './outcome';

test('known outcomes are kept, and nothing else', () => {
  expect(accountSearch({ login: 'linked' })).toEqual({ login: 'linked' });
  expect(accountSearch({ login: '<script>' })).toEqual({});
  expect(accountSearch({ lang: 'en' })).toEqual({});
});
