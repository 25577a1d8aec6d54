import { beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '../../api/problem';
import type { Sending, Sent } from './api';
import { DraftBox, NOTHING, type StoredDraft } from './draftBox';
import { fateOf, MOST_UNDER_WAY, Sender } from './sender';
import { type Shelf, SendingStore } from './sendingStore';

class Memory implements Shelf {
  readonly kept = new Map<string, string>();
  getItem = (key: string) => this.kept.get(key) ?? null;
  setItem = (key: string, value: string) => void this.kept.set(key, value);
  removeItem = (key: string) => void this.kept.delete(key);
}

/** The server: it carries out each key once, and an answer may be lost. */
class Server {
  readonly posted: Sending[] = [];
  readonly done = new Map<string, Sent>();
  draft: StoredDraft = { ...NOTHING, version: 0 };
  /** What becomes of the next requests: a refusal, or carried out without an answer. */
  next: (Problem | 'lost')[] = [];

  post = async (what: Sending): Promise<Sent> => {
    this.posted.push(what);
    const fate = this.next.shift();
    if (fate instanceof Problem) throw fate;
    const sent = this.done.get(what.key) ?? (what.holdSeconds > 0 ? { held: `${this.done.size + 1}`, due_at: 'soon' } : { number: this.done.size + 1 });
    this.done.set(what.key, sent);
    if (what.draftVersion >= this.draft.version) this.draft = { ...NOTHING, version: what.draftVersion };
    if (fate === 'lost') throw away;
    return sent;
  };

  port = () => ({
    load: async () => this.draft,
    save: async (draft: StoredDraft) => {
      this.draft = draft;
    },
  });
}

const away = new Problem(0, 'unreachable', '');
const busy = (seconds: number) => new Problem(503, 'busy', '', [], null, {}, seconds);
const newer = new Problem(409, 'newer_messages', '', [], null, { newer: [{ number: 8 }, { number: 9 }] });
const pass = (time: number) => vi.advanceTimersByTimeAsync(time);

beforeEach(() => void vi.useFakeTimers());

function desk(server = new Server(), shelf = new Memory()) {
  const boxes = { reply: new DraftBox(server.port()), note: new DraftBox({ load: async () => ({ ...NOTHING, version: 0 }), save: async () => undefined }) };
  const sender = new Sender(boxes, server.post, new SendingStore('1', '9', shelf));
  return { boxes, sender, server, shelf };
}

const texts = (server: Server) => server.posted.map((one) => one.content.text);

test('what is sent leaves the field at once', async () => {
  const { boxes, sender, server } = desk();
  boxes.reply.edit({ text: 'Hi' });
  const sent = sender.send('reply', 7, 0);
  expect(boxes.reply.snapshot().text).toBe('');
  expect(sender.snapshot().going).toMatchObject([{ content: { text: 'Hi' } }]);
  expect(await sent).toEqual({ number: 1 });
  expect(sender.snapshot()).toMatchObject({ going: [{ number: 1 }], trouble: null });
  sender.told(0);
  expect(sender.snapshot().going).toHaveLength(1);
  sender.told(1);
  expect(sender.snapshot().going).toEqual([]);
  expect(server.posted).toMatchObject([{ lastSeen: 7, holdSeconds: 0, draftVersion: 1 }]);
});

test('a blind answer comes back with what was said, and goes anyway with the same key', async () => {
  const { boxes, sender, server } = desk();
  server.next = [newer];
  boxes.reply.edit({ text: 'Hi' });
  expect(await sender.send('reply', 7, 5)).toBeNull();
  expect(boxes.reply.snapshot().text).toBe('Hi');
  expect(sender.snapshot().trouble?.newer).toHaveLength(2);
  expect(await sender.sendAnyway()).toMatchObject({ held: '1' });
  expect(server.posted[1]).toMatchObject({ key: server.posted[0]?.key, lastSeen: 9, holdSeconds: 5 });
  expect(sender.snapshot().trouble).toBeNull();
});

test('another text has another key', async () => {
  const { boxes, sender, server } = desk();
  server.next = [newer];
  boxes.reply.edit({ text: 'Hi' });
  await sender.send('reply', null, 0);
  boxes.reply.edit({ text: 'Hello' });
  await sender.send('reply', null, 0);
  expect(server.posted[1]?.key).not.toBe(server.posted[0]?.key);
});

test('two replies go one after the other', async () => {
  const { boxes, sender, server } = desk();
  boxes.reply.edit({ text: 'a' });
  const first = sender.send('reply', null, 0);
  boxes.reply.edit({ text: 'b' });
  await Promise.all([first, sender.send('reply', null, 0)]);
  expect(texts(server)).toEqual(['a', 'b']);
});

test('what is refused does not wipe what was typed since', async () => {
  const { boxes, sender, server } = desk();
  server.next = [newer];
  boxes.reply.edit({ text: 'a' });
  const sent = sender.send('reply', 7, 0);
  boxes.reply.edit({ text: 'b' });
  await sent;
  expect(boxes.reply.snapshot().text).toBe('a\nb');
});

test.each([0, 5])('an answer that is lost doubles nothing, held for %i seconds', async (hold) => {
  const { boxes, sender, server, shelf } = desk();
  server.next = ['lost', away, busy(1), away];
  boxes.reply.edit({ text: 'Hi' });
  const sent = sender.send('reply', 7, hold);
  await pass(5_000);
  expect(boxes.reply.snapshot().text).toBe('');
  expect(sender.snapshot()).toMatchObject({ going: [{ unconfirmed: true, number: null }], trouble: null });
  await pass(60_000);
  expect(await sent).toEqual([...server.done.values()][0]);
  expect(server.done.size).toBe(1);
  expect(server.posted).toHaveLength(5);
  expect(new Set(server.posted.map((one) => JSON.stringify(one))).size).toBe(1);
  expect(sender.snapshot().going.filter((one) => one.unconfirmed)).toEqual([]);
  expect(shelf.kept.size).toBe(0);
});

test('the server says how long to wait', async () => {
  const { boxes, sender, server } = desk();
  server.next = [busy(45)];
  boxes.reply.edit({ text: 'Hi' });
  void sender.send('reply', null, 0);
  await pass(44_999);
  expect(server.posted).toHaveLength(1);
  await pass(1);
  expect(server.posted).toHaveLength(2);
});

test('the next one goes behind what is not confirmed, and its draft is saved meanwhile', async () => {
  const { boxes, sender, server } = desk();
  server.next = ['lost', away, away];
  boxes.reply.edit({ text: 'a' });
  void sender.send('reply', null, 0);
  await pass(100);
  boxes.reply.edit({ text: 'b' });
  await pass(600);
  expect(server.draft.text).toBe('b');
  void sender.send('reply', null, 0);
  await pass(100_000);
  expect(texts(server)).toEqual(['a', 'a', 'a', 'a', 'b']);
  expect(server.done.size).toBe(2);
  expect(server.draft.text).toBe('');
});

test('a note does not wait for a reply', async () => {
  const { boxes, sender, server } = desk();
  server.next = [away];
  boxes.reply.edit({ text: 'a' });
  void sender.send('reply', null, 0);
  await pass(10);
  boxes.note.edit({ text: 'n' });
  expect(await sender.send('note', null, 0)).toEqual({ number: 1 });
});

test('after a reload it goes on with the same key, and the field stays empty', async () => {
  const { server, shelf, ...before } = desk();
  before.boxes.reply.edit({ text: 'Hi' });
  await pass(600);
  expect(server.draft).toMatchObject({ text: 'Hi', version: 1 });
  server.next = [away];
  void before.sender.send('reply', 7, 5);
  await pass(10);
  before.sender.stop();
  const { boxes, sender } = desk(server, shelf);
  await boxes.reply.load();
  expect(boxes.reply.snapshot().text).toBe('');
  expect(sender.snapshot().going).toMatchObject([{ content: { text: 'Hi' }, unconfirmed: true }]);
  const [resumed] = sender.resume();
  expect(sender.resume()).toEqual([]);
  expect(await resumed?.done).toMatchObject({ held: '1' });
  expect(server.posted).toHaveLength(2);
  expect(server.posted[1]).toEqual(server.posted[0]);
  await boxes.reply.load();
  expect(boxes.reply.snapshot().text).toBe('');
  boxes.reply.edit({ text: 'next' });
  await pass(600);
  expect(server.draft).toMatchObject({ text: 'next', version: 2 });
});

test('a reload while the request runs leaves it open whether it was sent', async () => {
  const { boxes, server, shelf } = desk();
  const { post } = server;
  server.post = (what) => post(what).then(() => new Promise<Sent>(() => undefined));
  boxes.reply.edit({ text: 'Hi' });
  void new Sender(boxes, server.post, new SendingStore('1', '9', shelf)).send('reply', 7, 0);
  await pass(10);
  server.post = post;
  const after = desk(server, shelf);
  expect(after.sender.snapshot().going).toMatchObject([{ unconfirmed: true }]);
  const [resumed] = after.sender.resume();
  expect(await resumed?.done).toEqual({ number: 1 });
  expect(server.done.size).toBe(1);
});

test('what was stopped is sent by nobody until it is resumed', async () => {
  const { boxes, sender, server } = desk();
  server.next = [away];
  boxes.reply.edit({ text: 'Hi' });
  void sender.send('reply', 7, 0);
  await pass(10);
  sender.stop();
  await pass(100_000);
  expect(server.posted).toHaveLength(1);
  sender.resume();
  await pass(10);
  expect(server.posted).toHaveLength(2);
  expect(server.posted[1]?.key).toBe(server.posted[0]?.key);
});

test('a refusal after a lost answer puts the words back', async () => {
  const { boxes, sender, server, shelf } = desk();
  server.next = [away, newer];
  boxes.reply.edit({ text: 'a' });
  const sent = sender.send('reply', 7, 0);
  await pass(2_000);
  expect(await sent).toBeNull();
  expect(boxes.reply.snapshot().text).toBe('a');
  expect(sender.snapshot()).toMatchObject({ going: [], trouble: { newer: [{ number: 8 }, { number: 9 }] } });
  expect(shelf.kept.size).toBe(0);
});

test('words that are taken back go out with another key, and are not repeated', async () => {
  const { boxes, sender, server, shelf } = desk();
  server.next = [away, away];
  boxes.reply.edit({ text: 'a' });
  const sent = sender.send('reply', 7, 0);
  await pass(10);
  boxes.reply.edit({ text: 'b' });
  sender.takeWords(server.posted[0]?.key ?? '');
  expect(await sent).toBeNull();
  expect(boxes.reply.snapshot().text).toBe('a\nb');
  expect(sender.snapshot().going).toEqual([]);
  expect(shelf.kept.size).toBe(0);
  await pass(100_000);
  expect(server.posted).toHaveLength(1);
  void sender.send('reply', 7, 0);
  await pass(5_000);
  expect(server.posted[1]?.key).not.toBe(server.posted[0]?.key);
});

test('the key is known to the server for two days: it is not repeated for longer', async () => {
  const { boxes, sender, server } = desk();
  server.next = Array.from({ length: 1_000 }, () => busy(600));
  boxes.reply.edit({ text: 'a' });
  void sender.send('reply', 7, 0);
  await pass(37 * 3_600_000);
  const { length } = server.posted;
  expect(length).toBeLessThan(230);
  await pass(3_600_000);
  expect(server.posted).toHaveLength(length);
  expect(sender.snapshot().going).toMatchObject([{ unconfirmed: true, givenUp: true }]);
  expect(boxes.reply.snapshot().text).toBe('');
});

test('only so many are under way at once; the next one stays in the field', async () => {
  const { boxes, sender, server } = desk();
  server.next = Array.from({ length: 100 }, () => away);
  for (let at = 0; at < MOST_UNDER_WAY; at++) {
    boxes.reply.edit({ text: `${at}` });
    void sender.send('reply', null, 0);
  }
  boxes.reply.edit({ text: 'more' });
  expect(sender.isFull()).toBe(true);
  expect(await sender.send('reply', null, 0)).toBeNull();
  expect(boxes.reply.snapshot().text).toBe('more');
});

test('what waits for one that is not confirmed says so', async () => {
  const { boxes, sender, server } = desk();
  server.next = [away];
  for (const text of ['a', 'b']) {
    boxes.reply.edit({ text });
    void sender.send('reply', null, 0);
  }
  await pass(10);
  const fates = () => sender.snapshot().going.map((one) => fateOf(one, sender.snapshot().going));
  expect(fates()).toEqual(['unconfirmed', 'behind']);
  await pass(2_000);
  expect(fates()).toEqual(['going', 'going']);
});
