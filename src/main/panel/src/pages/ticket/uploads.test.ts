import { expect, test, vi } from 'vitest';
import { Problem } from '../../api/problem';
import { Uploads } from './uploads';

interface Sent {
  name: string;
  stopped: boolean;
  kept(id: string): void;
  failed(why: unknown): void;
}

function played() {
  const sent: Sent[] = [];
  const uploads = new Uploads((file) => {
    const one = { name: file.name, stopped: false } as Sent;
    const done = new Promise<string>((kept, failed) => Object.assign(one, { kept, failed }));
    sent.push(one);
    return { done, stop: () => (one.stopped = true) };
  });
  return { sent, uploads, names: () => sent.map((one) => one.name) };
}

const files = (...names: string[]) => names.map((name) => new File(['x'], name, { type: 'text/plain' }));
const settled = () => new Promise((done) => setTimeout(done));

test('two files are sent at once, the others when one has ended', async () => {
  const { sent, uploads, names } = played();
  const ids: string[] = [];
  uploads.add(files('a', 'b', 'c', 'd'), (id) => ids.push(id));
  expect(names()).toEqual(['a', 'b']);
  sent[0]?.kept('1');
  await settled();
  expect(names()).toEqual(['a', 'b', 'c']);
  sent[1]?.failed(new Error('away'));
  await settled();
  expect(names()).toEqual(['a', 'b', 'c', 'd']);
  expect(ids).toEqual(['1']);
});

test('a file that is removed makes room, and one that waits is never sent', () => {
  const { sent, uploads, names } = played();
  uploads.add(files('a', 'b', 'c', 'd'), () => undefined);
  const [first, , third] = uploads.snapshot();
  if (first && third) {
    uploads.remove(third.key);
    uploads.remove(first.key);
  }
  expect(sent[0]?.stopped).toBe(true);
  expect(names()).toEqual(['a', 'b', 'd']);
});

test('a file for which the server has no slot is sent again when it says, and not for ever', async () => {
  vi.useFakeTimers();
  const { sent, uploads, names } = played();
  const full = () => new Problem(429, 'too_many_requests', 'You upload 2 files already.', [], null, {}, 7);
  uploads.add(files('a', 'b'), () => undefined);
  sent[0]?.failed(full());
  await vi.advanceTimersByTimeAsync(6_999);
  expect(names()).toEqual(['a', 'b']);
  expect(uploads.snapshot()[0]).toMatchObject({ progress: 0, failure: null });
  await vi.advanceTimersByTimeAsync(1);
  expect(names()).toEqual(['a', 'b', 'a']);
  for (let again = 2; again < 11; again++) {
    sent[again]?.failed(full());
    await vi.advanceTimersByTimeAsync(7_000);
  }
  expect(names()).toEqual(['a', 'b', ...Array(9).fill('a')]);
  expect(uploads.snapshot()[0]).toMatchObject({ progress: null, failure: expect.any(Problem) });
});

test('a file that is removed while it waits for a slot is not sent again', async () => {
  vi.useFakeTimers();
  const { sent, uploads, names } = played();
  uploads.add(files('a'), () => undefined);
  sent[0]?.failed(new Problem(503, 'unavailable', 'Too many files are being uploaded now.'));
  await vi.advanceTimersByTimeAsync(1);
  uploads.remove(uploads.snapshot()[0]?.key ?? 0);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(names()).toEqual(['a']);
});
