import { beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '../../api/problem';
import { DraftBox, type DraftPort, NOTHING, type StoredDraft } from './draftBox';
import type { Aside } from './draftAside';

/** The server, which never replaces a version by an older or equal one. */
class Stored implements DraftPort {
  draft: StoredDraft = { ...NOTHING, version: 0 };
  readonly saved: string[] = [];
  away = false;
  /** Carries out, but its answers do not arrive. */
  deaf = false;

  load = async () => {
    if (this.away) throw new Problem(0, 'unreachable', '');
    return this.draft;
  };

  save = async (draft: StoredDraft) => {
    if (this.away) throw new Problem(0, 'unreachable', '');
    if (draft.version <= this.draft.version) throw new Problem(409, 'outdated_draft', '', [], null, { draft: this.draft });
    this.draft = draft;
    this.saved.push(draft.text);
    if (this.deaf) throw new Problem(0, 'unreachable', '');
  };

  /** A reply that takes the draft away, as in one transaction. */
  send = async (version: number) => {
    if (version >= this.draft.version) this.draft = { ...NOTHING, version };
  };
}

beforeEach(() => void vi.useFakeTimers());

const pass = (time: number) => vi.advanceTimersByTimeAsync(time);

test('what is typed is saved 500 ms after the last key', async () => {
  const server = new Stored();
  const box = new DraftBox(server);
  await box.load();
  box.edit({ text: 'a' });
  await pass(400);
  box.edit({ text: 'ab' });
  await pass(499);
  expect(server.saved).toEqual([]);
  await pass(1);
  expect(server.saved).toEqual(['ab']);
  expect(box.snapshot().saving).toBe('kept');
});

test('a draft of A is in B; sent from B, it is gone in A', async () => {
  const server = new Stored();
  const a = new DraftBox(server);
  const b = new DraftBox(server);
  await a.load();
  a.edit({ text: 'Hello' });
  await pass(500);
  await b.load();
  expect(b.snapshot().text).toBe('Hello');
  const taken = b.take();
  expect(taken.content.text).toBe('Hello');
  await server.send(taken.version);
  expect(b.snapshot().text).toBe('');
  await a.load();
  expect(a.snapshot().text).toBe('');
});

test('loading wipes nothing that is being typed', async () => {
  const server = new Stored();
  server.draft = { ...NOTHING, text: 'other', version: 3 };
  const box = new DraftBox(server);
  const loading = box.load();
  box.edit({ text: 'mine' });
  await loading;
  expect(box.snapshot()).toMatchObject({ text: 'mine', other: { text: 'other' } });
  await pass(10_000);
  expect(server.draft.text).toBe('other');
  box.settle(false);
  await pass(0);
  expect(server.draft).toMatchObject({ text: 'mine', version: 4 });
});

test('the words of another device can be taken', async () => {
  const server = new Stored();
  const box = new DraftBox(server);
  await box.load();
  server.draft = { ...NOTHING, text: 'other', version: 3 };
  box.edit({ text: 'mine' });
  await pass(500);
  expect(box.snapshot()).toMatchObject({ text: 'mine', other: { text: 'other' } });
  box.settle(true);
  await pass(500);
  expect(box.snapshot()).toMatchObject({ text: 'other', other: null, saving: 'kept' });
  expect(server.draft.text).toBe('other');
});

test('a draft that was sent elsewhere does not hinder what is typed now', async () => {
  const server = new Stored();
  const box = new DraftBox(server);
  await box.load();
  server.draft = { ...NOTHING, version: 7 };
  box.edit({ text: 'mine' });
  await pass(510);
  expect(server.draft).toMatchObject({ text: 'mine', version: 8 });
});

test('what was sent does not come back, though a save was on its way', async () => {
  const server = new Stored();
  const box = new DraftBox(server);
  await box.load();
  box.edit({ text: 'a' });
  box.flush(false);
  await Promise.resolve();
  const { version } = box.take();
  expect(version).toBe(1);
  await server.send(version);
  box.edit({ text: 'b' });
  await pass(500);
  expect(server.saved).toEqual(['a', 'b']);
});

test('what was sent does not come back, though the draft was being loaded', async () => {
  const server = new Stored();
  server.draft = { ...NOTHING, text: 'a', version: 3 };
  const box = new DraftBox(server);
  await box.load();
  const loading = box.load();
  await Promise.all([loading, server.send(box.take().version)]);
  expect(box.snapshot().text).toBe('');
  expect(server.draft.text).toBe('');
});

test('without the network the text stays, and is saved when it is back', async () => {
  const server = new Stored();
  const box = new DraftBox(server);
  await box.load();
  server.away = true;
  box.edit({ text: 'a' });
  await pass(500);
  expect(box.snapshot()).toMatchObject({ text: 'a', saving: 'failed' });
  server.away = false;
  await pass(5_000);
  expect(server.draft.text).toBe('a');
});

test('a reply that was taken back stands ahead of what was typed since', async () => {
  const server = new Stored();
  const box = new DraftBox(server);
  await box.load();
  box.edit({ text: 'first', files: ['1'] });
  await server.send(box.take().version);
  box.restored({ text: 'first', anonymous: true, files: ['1'], version: 2 });
  expect(box.snapshot()).toMatchObject({ text: 'first', anonymous: true, files: ['1'], saving: 'kept' });
  box.edit({ text: 'second', files: [] });
  box.putBack({ text: 'first', anonymous: true, files: ['1'] });
  expect(box.snapshot()).toMatchObject({ text: 'first\nsecond', files: ['1'] });
});

test('what cannot be saved is not tried for ever', async () => {
  const server = new Stored();
  server.away = true;
  const save = vi.spyOn(server, 'save');
  const box = new DraftBox(server);
  box.edit({ text: 'a' });
  await pass(3_600_000);
  expect(save).toHaveBeenCalledTimes(20);
});

test('a save without an answer is no conflict with oneself', async () => {
  const server = new Stored();
  const box = new DraftBox(server);
  await box.load();
  server.deaf = true;
  box.edit({ text: 'Good mor' });
  await pass(500);
  expect(box.snapshot().saving).toBe('failed');
  server.deaf = false;
  box.edit({ text: 'Good morning' });
  await pass(510);
  expect(box.snapshot()).toMatchObject({ text: 'Good morning', other: null, saving: 'kept' });
  expect(server.draft).toMatchObject({ text: 'Good morning', version: 2 });
});

test('nor is one before the last, and one that a load finds', async () => {
  const server = new Stored();
  const box = new DraftBox(server);
  await box.load();
  server.deaf = true;
  box.edit({ text: 'a' });
  await pass(500);
  server.away = true;
  box.edit({ text: 'ab' });
  await pass(500);
  server.away = false;
  server.deaf = false;
  box.edit({ text: 'abc' });
  await box.load();
  expect(box.snapshot().other).toBeNull();
  await pass(510);
  expect(box.snapshot()).toMatchObject({ text: 'abc', other: null, saving: 'kept' });
  expect(server.draft.text).toBe('abc');
});

test('the words of another device are a conflict although a save had no answer', async () => {
  const server = new Stored();
  const box = new DraftBox(server);
  await box.load();
  server.away = true;
  box.edit({ text: 'mine' });
  await pass(500);
  server.away = false;
  server.draft = { ...NOTHING, text: 'other', version: 1 };
  await pass(5_000);
  expect(box.snapshot().other).toMatchObject({ text: 'other' });
});

test('own words of long ago, saved by another device since, are a conflict', async () => {
  const server = new Stored();
  const box = new DraftBox(server);
  await box.load();
  box.edit({ text: 'a' });
  await pass(500);
  server.draft = { ...NOTHING, text: 'a', version: 2 };
  box.edit({ text: 'b' });
  await pass(500);
  expect(box.snapshot().other).toMatchObject({ text: 'a' });
});

test('what is sent after a save without an answer takes that draft away, too', async () => {
  const server = new Stored();
  const box = new DraftBox(server);
  await box.load();
  box.edit({ text: 'a' });
  await pass(500);
  server.deaf = true;
  box.edit({ text: 'ab' });
  await pass(500);
  await server.send(box.take().version);
  expect(server.draft.text).toBe('');
});

/** What a tab keeps. */
function tab() {
  let kept: Aside | null = null;
  return {
    read: () => kept,
    write: (aside: Aside | null) => {
      kept = aside;
    },
  };
}

test('while two texts stand against each other the own one is kept in the tab', async () => {
  const server = new Stored();
  const aside = tab();
  const box = new DraftBox(server, aside);
  await box.load();
  server.draft = { ...NOTHING, text: 'other', version: 3 };
  box.edit({ text: 'mine' });
  await pass(500);
  box.edit({ text: 'mine and more' });
  box.flush(true);
  await pass(0);
  expect(server.draft.text).toBe('other');

  const reloaded = new DraftBox(server, aside);
  await reloaded.load();
  expect(reloaded.snapshot()).toMatchObject({ text: 'mine and more', other: { text: 'other' }, saving: 'changed' });
  reloaded.settle(false);
  await pass(10);
  expect(server.draft).toMatchObject({ text: 'mine and more', version: 4 });
  expect(aside.read()).toBeNull();
});

test('it is kept until the server has it', async () => {
  const server = new Stored();
  const aside = tab();
  const box = new DraftBox(server, aside);
  await box.load();
  server.draft = { ...NOTHING, text: 'other', version: 3 };
  box.edit({ text: 'mine' });
  await pass(500);
  server.away = true;
  box.settle(false);
  await pass(10);
  expect(aside.read()).toMatchObject({ text: 'mine' });
  server.away = false;
  await pass(5_000);
  expect(server.draft.text).toBe('mine');
  expect(aside.read()).toBeNull();
});

test('what the tab keeps gives way when the other text is taken, or it is sent', async () => {
  for (const end of [(box: DraftBox) => box.settle(true), (box: DraftBox) => void box.take()]) {
    const server = new Stored();
    const aside = tab();
    const box = new DraftBox(server, aside);
    await box.load();
    server.draft = { ...NOTHING, text: 'other', version: 3 };
    box.edit({ text: 'mine' });
    await pass(500);
    expect(aside.read()).toMatchObject({ text: 'mine', version: 3 });
    end(box);
    await pass(1_000);
    expect(aside.read()).toBeNull();
  }
});

test('what is under way does not come into the field, but newer words of another device do', async () => {
  const server = new Stored();
  server.draft = { ...NOTHING, text: 'going', version: 3 };
  const box = new DraftBox(server);
  box.withhold(3);
  await box.load();
  expect(box.snapshot().text).toBe('');
  server.draft = { ...NOTHING, text: 'new', version: 4 };
  await box.load();
  expect(box.snapshot().text).toBe('new');
});
