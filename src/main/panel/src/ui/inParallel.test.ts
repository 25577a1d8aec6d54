import { expect, test } from 'vitest';
import { inParallel } from './inParallel';

test('each item once, no more than so many at a time, whatever fails', async () => {
  const begun: number[] = [];
  let running = 0;
  let most = 0;
  await inParallel([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
    begun.push(item);
    most = Math.max(most, ++running);
    await Promise.resolve();
    await Promise.resolve();
    running--;
    if (item === 2) throw new Error('no');
  });
  expect([begun, most]).toEqual([[1, 2, 3, 4, 5, 6, 7], 3]);
});

test('nothing is done for nothing', async () => {
  await expect(inParallel([], 3, () => Promise.reject(new Error('no')))).resolves.toBeUndefined();
});
