import { expect, test } from 'vitest';
import { pseudo } from './pseudo';

test('words are mirrored, what is filled in stays', () => {
  expect(pseudo({ a: { b: 'Menu of {{name}}' } })).toEqual({
    a: { b: '\u202eMenu\u202c \u202eof\u202c {{name}}' },
  });
});
