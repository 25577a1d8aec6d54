import { expect, test } from 'vitest';
import type { Going } from './sender';
import { untold } from './untold';

const going = (key: string, text: string, more: Partial<Going> = {}): Going => ({
  key,
  kind: 'reply',
  content: { text, anonymous: false, files: [] },
  lastSeen: 3,
  holdSeconds: 0,
  draftVersion: 1,
  since: 0,
  unconfirmed: false,
  number: null,
  asked: true,
  givenUp: false,
  after: 3,
  ...more,
});
const said = (number: number, text: string, id = '1', kind: 'reply' | 'note' | 'member' = 'reply') => ({ number, text, kind, author: { id } });
const keys = (all: readonly Going[]) => all.map((one) => one.key);

test('one that is answered is shown until the conversation has come to its number', () => {
  const one = going('a', 'hello', { number: 5 });
  expect(keys(untold([one], [said(4, 'x', '2')], '1'))).toEqual(['a']);
  expect(keys(untold([one], [said(5, 'hello')], '1'))).toEqual([]);
});

test('a message that comes before the answer takes the place of its row', () => {
  const one = going('a', 'hello ');
  expect(keys(untold([one], [said(4, 'hello')], '1'))).toEqual([]);
  for (const other of [said(3, 'hello'), said(4, 'hullo'), said(4, 'hello', '2'), said(4, 'hello', '1', 'note'), said(4, 'hello', '1', 'member')]) {
    expect(keys(untold([one], [other], '1'))).toEqual(['a']);
  }
});

test('each message takes the place of one row alone', () => {
  const twice = [going('a', 'ok'), going('b', 'ok')];
  expect(keys(untold(twice, [said(4, 'ok')], '1'))).toEqual(['b']);
  expect(keys(untold(twice, [said(4, 'ok'), said(5, 'ok')], '1'))).toEqual([]);
  expect(keys(untold([going('a', 'ok', { number: 4 }), going('b', 'ok')], [said(4, 'ok')], '1'))).toEqual(['b']);
});

test('one of which nobody knows what became stays', () => {
  expect(keys(untold([going('a', 'ok', { unconfirmed: true })], [said(4, 'ok')], '1'))).toEqual(['a']);
});
