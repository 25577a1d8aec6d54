import { expect, test } from 'vitest';
import { question } from './question';

test('an address is read, and what is none of ours is ignored', () => {
  expect(question({ q: 'parcel', status: 'open', kind: 'note' })).toEqual({ q: 'parcel', status: 'open', kind: 'note' });
  expect(question({ q: 42, status: 'all', kind: 'remark', more: 1 })).toEqual({ q: '42' });
  expect(question({ q: '  ' })).toEqual({});
  expect(question({ q: 'x'.repeat(300) }).q).toHaveLength(200);
});
