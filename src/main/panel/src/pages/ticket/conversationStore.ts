import { type Conversation, type MessagePart, patched, withLater, withNewest, withOlder } from './conversation';

export interface MessageQuery {
  limit: number;
  before?: string;
  after?: string;
}

export interface ConversationState {
  conversation: Conversation | null;
  /** Why the newest messages are not known. */
  error: unknown;
  loadingOlder: boolean;
  olderError: unknown;
}

/** What became of a message that was looked for: `failed` where the server did not tell. */
export type Finding = 'found' | 'unknown' | 'failed';

const PART = 50;
const LARGEST = 200;
// A part after another, so that a ticket that grows as fast as it is read ends it.
const MOST_PARTS = 50;

/**
 * Keeps a conversation as the server has it. It asks one question at a time, so that an older
 * answer never replaces a newer one; what was asked before a reset is dropped.
 */
export class ConversationStore {
  private state: ConversationState = { conversation: null, error: null, loadingOlder: false, olderError: null };
  private readonly watchers = new Set<() => void>();
  private chain: Promise<void> = Promise.resolve();
  private generation = 0;
  private wanted = { newest: false, later: false, changed: new Set<number>() };
  private draining = false;

  constructor(private readonly fetch: (query: MessageQuery) => Promise<MessagePart>) {}

  snapshot = (): ConversationState => this.state;

  watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** Asks for the newest messages: when the ticket is shown, and after a failure. */
  refresh(): Promise<void> {
    this.wanted.newest = true;
    return this.drain();
  }

  /** Something was missed. What is known stays until the answer is there. */
  reset(): Promise<void> {
    this.generation++;
    return this.refresh();
  }

  /** Something was said. */
  created(): Promise<void> {
    this.wanted.later = true;
    return this.drain();
  }

  /** A message has changed. */
  updated(number: number): Promise<void> {
    this.wanted.changed.add(number);
    return this.drain();
  }

  /** Asks for older messages. */
  older(): Promise<void> {
    if (this.state.loadingOlder || !this.state.conversation?.older) return this.chain;
    this.become({ loadingOlder: true, olderError: null });
    return this.queue((current) => this.readingOlder(() => this.askOlder(PART, current)));
  }

  /** Asks for older messages until one is known. */
  async find(number: number): Promise<Finding> {
    // It may be newer than what was known when the ticket was shown before.
    await this.refresh();
    let finding: Finding = 'unknown';
    await this.queue((current) =>
      this.readingOlder(async () => {
        const first = () => this.state.conversation?.messages[0]?.number ?? 0;
        for (let parts = 0; parts < MOST_PARTS && current() && number < first(); parts++) {
          if (!(await this.askOlder(LARGEST, current))) break;
        }
        const found = this.state.conversation?.messages.some((message) => message.number === number);
        if (found) finding = 'found';
        else if (!current()) finding = 'failed';
      }),
    );
    return this.state.error || this.state.olderError ? 'failed' : finding;
  }

  private async readingOlder(work: () => Promise<unknown>): Promise<void> {
    this.become({ loadingOlder: true, olderError: null });
    try {
      await work();
    } catch (olderError) {
      this.become({ olderError });
    } finally {
      this.become({ loadingOlder: false });
    }
  }

  /** Whether there were any. */
  private async askOlder(limit: number, current: () => boolean): Promise<boolean> {
    const before = this.state.conversation?.older;
    if (!before) return false;
    const part = await this.fetch({ limit, before });
    if (current()) this.change((known) => withOlder(known, part));
    return true;
  }

  private queue(work: (current: () => boolean) => Promise<void>): Promise<void> {
    this.chain = this.chain.then(() => {
      const generation = this.generation;
      return work(() => this.generation === generation);
    });
    return this.chain;
  }

  private drain(): Promise<void> {
    if (this.draining) return this.chain;
    this.draining = true;
    return this.queue(async (current) => {
      // What is wanted from now on is asked for anew.
      const { newest, later, changed } = this.wanted;
      this.wanted = { newest: false, later: false, changed: new Set() };
      this.draining = false;
      try {
        const known = this.state.conversation;
        if (newest || !known || (later && known.latest === null)) await this.askNewest(current);
        else if (later) await this.askLater(current);
        if (changed.size > 0 && known) await this.askChanged(changed, current);
        if (current()) this.become({ error: null });
      } catch (error) {
        if (current()) this.become({ error });
      }
    });
  }

  private async askNewest(current: () => boolean): Promise<void> {
    const part = await this.fetch({ limit: PART });
    if (current()) this.become({ conversation: withNewest(this.state.conversation, part) });
  }

  private async askLater(current: () => boolean): Promise<void> {
    for (let parts = 0; parts < MOST_PARTS; parts++) {
      const after = this.state.conversation?.latest;
      if (!after) return;
      const part = await this.fetch({ limit: LARGEST, after });
      if (!current()) return;
      this.change((known) => withLater(known, part));
      if (!part.has_more) return;
    }
  }

  private async askChanged(numbers: ReadonlySet<number>, current: () => boolean): Promise<void> {
    const queries = new Map<string, MessageQuery>();
    const known = this.state.conversation;
    for (const number of numbers) {
      if (!known?.messages.some((message) => message.number === number)) continue;
      const part = known.parts.find((one) => one.from <= number && number <= one.to);
      const newer = known.messages.filter((message) => message.number >= number).length;
      if (part) queries.set(part.before, { limit: part.limit, before: part.before });
      else {
        const limit = Math.min(LARGEST, Math.max(newer, queries.get('')?.limit ?? 0));
        queries.set('', { limit });
      }
    }
    for (const query of queries.values()) {
      const part = await this.fetch(query);
      if (!current()) return;
      this.change((present) => patched(present, part.messages));
    }
  }

  private change(how: (known: Conversation) => Conversation): void {
    if (this.state.conversation) this.become({ conversation: how(this.state.conversation) });
  }

  private become(change: Partial<ConversationState>): void {
    this.state = { ...this.state, ...change };
    for (const watcher of this.watchers) watcher();
  }
}
