import { beforeEach, expect, test, vi } from 'vitest';
import { Changes } from './changes';

beforeEach(() => void vi.useFakeTimers());

test('the first comes at once, the others together, once in a second', () => {
  const given: (readonly string[])[] = [];
  const changes = new Changes(1_000, (ids) => given.push(ids));
  changes.add('1');
  for (const id of ['2', '3', '2']) changes.add(id);
  expect(given).toEqual([['1']]);
  vi.advanceTimersByTime(1_000);
  expect(given).toEqual([['1'], ['2', '3']]);
  vi.advanceTimersByTime(5_000);
  changes.add('4');
  expect(given).toEqual([['1'], ['2', '3'], ['4']]);
});

test('what is forgotten is not given', () => {
  const given: (readonly string[])[] = [];
  const changes = new Changes(1_000, (ids) => given.push(ids));
  changes.add('1');
  changes.add('2');
  changes.clear();
  vi.advanceTimersByTime(3_000);
  expect(given).toEqual([['1']]);
  changes.close();
});
