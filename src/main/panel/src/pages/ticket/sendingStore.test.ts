import { expect, test } from 'vitest';
import type { Sending } from './api';
import { type Shelf, SendingStore } from './sendingStore';

class Memory implements Shelf {
  readonly kept = new Map<string, string>();
  getItem = (key: string) => this.kept.get(key) ?? null;
  setItem = (key: string, value: string) => void this.kept.set(key, value);
  removeItem = (key: string) => void this.kept.delete(key);
}

const sending = (key: string, more: Partial<Sending> = {}): Sending => ({
  key,
  kind: 'reply',
  content: { text: 'Hi', anonymous: false, files: ['7'] },
  lastSeen: 3,
  holdSeconds: 5,
  draftVersion: 2,
  ...more,
});

test('what is under way is there again, in its order', () => {
  const shelf = new Memory();
  const items = [
    { ...sending('a'), since: 1, unconfirmed: true },
    { ...sending('b', { kind: 'note', lastSeen: null }), since: 2, unconfirmed: false },
  ];
  new SendingStore('1', '9', shelf).write(items);
  expect(new SendingStore('1', '9', shelf).read()).toEqual(items);
});

test('it is of one person and one ticket', () => {
  const shelf = new Memory();
  new SendingStore('1', '9', shelf).write([{ ...sending('a'), since: 1, unconfirmed: true }]);
  expect(new SendingStore('2', '9', shelf).read()).toEqual([]);
  expect(new SendingStore('1', '8', shelf).read()).toEqual([]);
});

test('nothing is left when nothing is under way', () => {
  const shelf = new Memory();
  const store = new SendingStore('1', '9', shelf);
  store.write([{ ...sending('a'), since: 1, unconfirmed: true }]);
  store.write([]);
  expect(shelf.kept.size).toBe(0);
});

test.each(['{', '7', 'null', '[1, null, {"key": "a"}]', '[{"key":"","kind":"reply"}]'])('what cannot be read is left out: %s', (text) => {
  const shelf = new Memory();
  shelf.setItem('switchboard-sending-1-9', text);
  expect(new SendingStore('1', '9', shelf).read()).toEqual([]);
});

test('without storage it is not kept, and nothing fails', () => {
  const full: Shelf = {
    getItem: () => {
      throw new Error('denied');
    },
    setItem: () => {
      throw new Error('full');
    },
    removeItem: () => {
      throw new Error('denied');
    },
  };
  const store = new SendingStore('1', '9', full);
  store.write([{ ...sending('a'), since: 1, unconfirmed: true }]);
  store.write([]);
  expect(store.read()).toEqual([]);
});
