import { expect, test } from 'vitest';
import { Dispatcher, isKey } from './dispatcher';
import { KEY_ACT_NAMES, KEY_ACTS } from './map';
import { nameOf } from './press';

type Made = Parameters<Dispatcher['press']>[0];

function press(key: string, code = '', more: Partial<Made> = {}, altGraph = false): Made {
  return { key, code, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, isComposing: false, repeat: false, getModifierState: () => altGraph, ...more };
}
const shift = { shiftKey: true };
const page = { taken: false, pressable: false };

test.each([
  ['en', press('j', 'KeyJ'), 'j'],
  ['en', press('E', 'KeyE', shift), 'Shift+e'],
  ['Caps Lock', press('J', 'KeyJ'), 'j'],
  ['Caps Lock and Shift', press('e', 'KeyE', shift), 'Shift+e'],
  ['en', press('?', 'Slash', shift), '?'],
  ['de', press('?', 'Minus', shift), '?'],
  ['de', press('z', 'KeyY'), 'z'],
  ['pl', press('ę', 'KeyE', { altKey: true }), null],
  ['pl', press('ę', 'KeyE', { ctrlKey: true }, true), null],
  ['fr', press('é', 'Digit2'), null],
  ['ru', press('о', 'KeyJ'), 'j'],
  ['ru', press('У', 'KeyE', shift), 'Shift+e'],
  ['ru', press(',', 'Slash', shift), ','],
  ['fa', press('ت', 'KeyJ'), 'j'],
  ['fa', press('؟', 'Slash', shift), '?'],
  ['ko', press('ㅓ', 'KeyJ'), 'j'],
  ['zh', press('？', 'Slash', shift), '?'],
  ['en', press('Enter', 'Enter', { ctrlKey: true }), 'mod+Enter'],
  ['mac', press('Enter', 'Enter', { metaKey: true, shiftKey: true }), 'mod+Shift+Enter'],
  ['ru', press('л', 'KeyK', { ctrlKey: true }), 'mod+k'],
  ['ja, composing', press('Enter', 'Enter', { isComposing: true, ctrlKey: true }), null],
  ['ja, composing', press('Process', 'KeyJ'), null],
  ['a phone', press('Unidentified'), null],
  ['dead key', press('Dead', 'BracketLeft'), null],
])('%s: %o is named', (_, event, name) => {
  expect(nameOf(event)).toBe(name);
});

test('no key has two acts on the page', () => {
  const keys = KEY_ACT_NAMES.filter((act) => !KEY_ACTS[act].inInput).flatMap((act) => KEY_ACTS[act].keys);
  expect(new Set(keys).size).toBe(keys.length);
});

test('no key is taken from the browser or from letters of other languages', () => {
  for (const key of KEY_ACT_NAMES.flatMap((act) => KEY_ACTS[act].keys)) expect(key).not.toMatch(/Alt|mod\+[wtnrlp]$/);
});

test('a key does what the newest part says, until it is gone', () => {
  const done: string[] = [];
  const keys = new Dispatcher();
  keys.add({ next: () => done.push('page') });
  const gone = keys.add({ next: () => done.push('part') });
  expect(keys.press(press('j'), page, true, 0)).toBe(true);
  gone();
  keys.press(press('j'), page, true, 0);
  expect(keys.press(press('k'), page, true, 0)).toBe(false);
  expect(done).toEqual(['part', 'page']);
});

test('two keys are typed within a second', () => {
  let went = 0;
  const keys = new Dispatcher();
  keys.add({ goTickets: () => went++, tag: () => (went += 100) });
  expect(keys.press(press('g'), page, true, 0)).toBe(true);
  expect(keys.press(press('t'), page, true, 900)).toBe(true);
  expect(went).toBe(1);
  keys.press(press('g'), page, true, 2_000);
  keys.press(press('t'), page, true, 3_001);
  expect(went).toBe(101);
});

test('inputs keep their keys, but for those with Ctrl that go everywhere', () => {
  let done = 0;
  const keys = new Dispatcher();
  keys.add({ reply: () => done++, palette: () => (done += 10), send: () => (done += 100) });
  const input = { taken: true, pressable: false };
  expect(keys.press(press('r'), input, true, 0)).toBe(false);
  expect(keys.press(press('k', 'KeyK', { ctrlKey: true }), input, true, 0)).toBe(true);
  expect(keys.press(press('Enter', 'Enter', { ctrlKey: true }), input, true, 0)).toBe(false);
  expect(done).toBe(10);
});

test('single keys can be off, and buttons keep Enter', () => {
  let done = 0;
  const keys = new Dispatcher();
  keys.add({ open: () => done++, palette: () => (done += 10) });
  expect(keys.press(press('o'), page, false, 0)).toBe(false);
  expect(keys.press(press('k', 'KeyK', { metaKey: true }), page, false, 0)).toBe(true);
  expect(keys.press(press('Enter'), { taken: false, pressable: true }, true, 0)).toBe(false);
  expect(keys.press(press('Enter'), page, true, 0)).toBe(true);
  expect(done).toBe(11);
});

test('a held key repeats where that is meant', () => {
  let done = 0;
  const keys = new Dispatcher();
  keys.add({ next: () => done++, close: () => (done += 100) });
  keys.press(press('j', 'KeyJ', { repeat: true }), page, true, 0);
  keys.press(press('e', 'KeyE', { repeat: true }), page, true, 0);
  expect(done).toBe(1);
});

test('the composer knows its own keys', () => {
  expect(isKey(press('Enter', 'Enter', { ctrlKey: true }), 'send')).toBe(true);
  expect(isKey(press('Enter', 'Enter', { ctrlKey: true, isComposing: true }), 'send')).toBe(false);
  expect(isKey(press('Enter', 'Enter', shift), 'newLine')).toBe(true);
});
