import { expect, test } from 'vitest';
import type { Message, MessagePart } from './conversation';
import { ConversationStore, type MessageQuery } from './conversationStore';

/** A server with messages from 1 on; a cursor is the number of a message. */
class Server {
  readonly texts: string[] = [];
  readonly asked: MessageQuery[] = [];
  refuses = false;
  private held: (() => void)[] | null = null;

  say(...texts: string[]): void {
    this.texts.push(...texts);
  }

  hold(): void {
    this.held = [];
  }

  release(): void {
    for (const go of this.held ?? []) go();
    this.held = null;
  }

  fetch = async (query: MessageQuery): Promise<MessagePart> => {
    this.asked.push(query);
    const answer = this.answer(query);
    if (this.held) await new Promise<void>((go) => this.held?.push(go));
    if (this.refuses) throw new Error('refused');
    return answer;
  };

  private answer(query: MessageQuery): MessagePart {
    const all = this.texts.map((text, at) => ({ number: at + 1, text }) as Message);
    const chosen = all.filter((one) => (query.before ? one.number < Number(query.before) : one.number > Number(query.after ?? 0)));
    const messages = query.after ? chosen.slice(0, query.limit) : chosen.slice(-query.limit);
    const has_more = messages.length < chosen.length;
    const edge = query.after ? messages.at(-1)?.number : messages[0]?.number;
    const latest = messages.at(-1)?.number;
    return { messages, has_more, next: has_more ? String(edge) : null, latest: latest === undefined ? null : String(latest) };
  }
}

const numbered = (count: number) => Array.from({ length: count }, (_, at) => `m${at + 1}`);

function told(store: ConversationStore): string[] {
  return store.snapshot().conversation?.messages.map((message) => message.text) ?? [];
}

test('the newest messages are shown first, then older ones', async () => {
  const server = new Server();
  server.say(...numbered(120));
  const store = new ConversationStore(server.fetch);
  await store.refresh();
  expect(told(store)).toEqual(numbered(120).slice(70));
  await store.older();
  await store.older();
  expect(told(store)).toEqual(numbered(120));
  await store.older();
  expect(server.asked).toHaveLength(3);
});

test('only what was said since is asked for', async () => {
  const server = new Server();
  server.say('a');
  const store = new ConversationStore(server.fetch);
  await store.refresh();
  server.say('b');
  await store.created();
  expect(told(store)).toEqual(['a', 'b']);
  expect(server.asked.at(-1)).toEqual({ limit: 200, after: '1' });
});

test('the first message of a ticket is found', async () => {
  const server = new Server();
  const store = new ConversationStore(server.fetch);
  await store.refresh();
  server.say('a');
  await store.created();
  expect(told(store)).toEqual(['a']);
});

test('a burst of 300 messages is there once and in order', async () => {
  const server = new Server();
  server.say('m1');
  const store = new ConversationStore(server.fetch);
  await store.refresh();
  server.say(...numbered(301).slice(1));
  await Promise.all(Array.from({ length: 300 }, () => store.created()));
  expect(told(store)).toEqual(numbered(301));
  expect(server.asked.length).toBeLessThan(6);
});

test('a change of a message in the newest part and in an older one is shown', async () => {
  const server = new Server();
  server.say(...numbered(120));
  const store = new ConversationStore(server.fetch);
  await store.refresh();
  await store.older();
  server.texts[118] = 'new 119';
  await store.updated(119);
  expect(server.asked.at(-1)).toEqual({ limit: 2 });
  server.texts[40] = 'new 41';
  await store.updated(41);
  expect(told(store)).toContain('new 119');
  expect(told(store)).toContain('new 41');
  await store.updated(3);
  expect(server.asked).toHaveLength(4);
});

test('after a gap that is too large the newest part stands alone', async () => {
  const server = new Server();
  server.say('m1');
  const store = new ConversationStore(server.fetch);
  await store.refresh();
  server.say(...numbered(100).slice(1));
  await store.reset();
  expect(told(store)).toEqual(numbered(100).slice(50));
  await store.older();
  expect(told(store)).toEqual(numbered(100));
});

test('what was asked before a reset is dropped, and what is shown stays meanwhile', async () => {
  const server = new Server();
  server.say('a', 'b');
  const store = new ConversationStore(server.fetch);
  await store.refresh();
  server.hold();
  const late = store.updated(2);
  await Promise.resolve();
  server.texts[1] = 'c';
  const again = store.reset();
  expect(told(store)).toEqual(['a', 'b']);
  server.release();
  await Promise.all([late, again]);
  expect(told(store)).toEqual(['a', 'c']);
});

test('a failure is told, and what is shown stays', async () => {
  const server = new Server();
  server.say('a');
  const store = new ConversationStore(server.fetch);
  await store.refresh();
  server.refuses = true;
  await store.refresh();
  expect(store.snapshot().error).toBeInstanceOf(Error);
  expect(told(store)).toEqual(['a']);
  server.refuses = false;
  await store.refresh();
  expect(store.snapshot().error).toBeNull();
});

test('a message is found in an older part, which can be asked for again', async () => {
  const server = new Server();
  server.say(...numbered(600));
  const store = new ConversationStore(server.fetch);
  expect(await store.find(300)).toBe('found');
  expect(told(store)).toEqual(numbered(600).slice(150));
  server.texts[299] = 'new 300';
  await store.updated(300);
  expect(server.asked.at(-1)).toEqual({ limit: 200, before: '351' });
  expect(told(store)).toContain('new 300');
});

test('a message that is known asks for no older ones', async () => {
  const server = new Server();
  server.say(...numbered(120));
  const store = new ConversationStore(server.fetch);
  expect(await store.find(100)).toBe('found');
  expect(server.asked).toEqual([{ limit: 50 }]);
});

test('a message that was said since is found', async () => {
  const server = new Server();
  server.say('a');
  const store = new ConversationStore(server.fetch);
  await store.refresh();
  server.say('b');
  expect(await store.find(2)).toBe('found');
});

test('a message that is not there is unknown, and one that is not told is not', async () => {
  const server = new Server();
  server.say(...numbered(120));
  const store = new ConversationStore(server.fetch);
  expect(await store.find(121)).toBe('unknown');
  expect(told(store)).toEqual(numbered(120).slice(70));
  server.refuses = true;
  expect(await store.find(3)).toBe('failed');
});
