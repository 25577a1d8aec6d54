import { expect, test } from 'vitest';
import { deliverySearch } from './deliverySearch';
import type { Webhook } from './api';
import { bodyOf, missing, missingTimes, START, textOf, wantedOf } from './wanted';

const URL = 'https://hooks.example.com/in';

test('all events are told as null, some in the order of the list', () => {
  expect(bodyOf({ ...START, url: ` ${URL} `, description: ' x ' })).toEqual({ url: URL, description: 'x', events: null });
  expect(bodyOf({ ...START, url: URL, all: false, events: ['ticket.closed', 'ticket.opened'] }).events).toEqual([
    'ticket.opened',
    'ticket.closed',
  ]);
});

test('a webhook goes into its form and back', () => {
  for (const events of [null, ['ticket.opened' as const]]) {
    const webhook = { url: URL, description: 'Reports', events } as Webhook;
    expect(bodyOf(wantedOf(webhook))).toEqual(webhook);
  }
});

test('what is missing is named', () => {
  expect(missing({ ...START, url: URL })).toEqual([]);
  expect(missing({ ...START, url: 'http://localhost:8080/in' })).toEqual([]);
  expect(missing({ ...START, all: false })).toEqual(['url', 'events']);
  for (const url of ['hooks.example.com', 'ftp://x', 'https://', 'https://a b']) expect(missing({ ...START, url })).toEqual(['url']);
});

test('a time has a beginning and a later end', () => {
  const [from, before] = ['2026-11-30T08:00:00Z', '2026-11-30T10:00:00Z'];
  expect(missingTimes({ from, before })).toEqual([]);
  expect(missingTimes({ from: before, before: from })).toEqual(['before']);
  expect(missingTimes({ from, before: from })).toEqual(['before']);
  expect(missingTimes({ from: undefined, before: undefined })).toEqual(['from', 'before']);
});

test('an address names a state, and what is none of ours is ignored', () => {
  expect(deliverySearch({ state: 'failed', lang: 'en' })).toEqual({ state: 'failed' });
  expect(deliverySearch({ state: 'x' })).toEqual({});
});

test('events have texts', () => {
  expect(textOf('message.created')).toBe('message_created');
});
