import { Problem } from '../../api/problem';
import { newKey, type NewerMessage, type Sending, type Sent } from './api';
import { type DraftBox, type DraftContent, type DraftKind, isSame } from './draftBox';
import { outcomeOf, pauseBefore } from './outcome';
import { type KeptSending, MOST_KEPT, type SendingStore } from './sendingStore';

/** A reply or note that the server has not answered yet, or of which the conversation does not tell yet. */
export interface Going extends KeptSending {
  /** Its number in the ticket, where the server has answered. */
  number: number | null;
  /** Whether a request was made, also one that still runs. */
  asked: boolean;
  /** The number of the newest message that was there when it was sent. */
  after: number;
  /** It was tried for so long that the server may have forgotten its key. */
  givenUp: boolean;
}

/** Why the last one was not sent. Its text is in the field again. */
export interface Trouble extends Pick<Going, 'key' | 'kind' | 'content' | 'lastSeen' | 'holdSeconds'> {
  failure: unknown;
  /** What was said since, where the server refused a blind answer. */
  newer: readonly NewerMessage[];
}

export interface SenderState {
  going: readonly Going[];
  trouble: Trouble | null;
}

/** How many may be under way in a ticket at once. */
export const MOST_UNDER_WAY = MOST_KEPT;
// The server knows a key for two days at least.
const LONGEST = 36 * 3_600_000;

function newerOf(failure: unknown): NewerMessage[] {
  const told = failure instanceof Problem && failure.code === 'newer_messages' ? failure.body.newer : [];
  return Array.isArray(told) ? (told as NewerMessage[]) : [];
}

const sendingOf = ({ key, kind, content, lastSeen, holdSeconds, draftVersion }: Sending): Sending => ({ key, kind, content, lastSeen, holdSeconds, draftVersion });

/** How far one has come; `behind` waits for one that is not confirmed. */
export function fateOf(one: Going, all: readonly Going[]): 'going' | 'unconfirmed' | 'givenUp' | 'behind' {
  if (one.number !== null) return 'going';
  if (one.givenUp) return 'givenUp';
  if (one.unconfirmed) return 'unconfirmed';
  const before = all.slice(0, all.indexOf(one));
  return before.some((other) => other.kind === one.kind && fateOf(other, []) === 'unconfirmed') ? 'behind' : 'going';
}

/**
 * Sends what is in the fields, each with a key of its own. One of which nobody knows whether it was
 * carried out is sent again with the same key until the server says so, also after a reload; its text
 * is in the field again only where the server refused it. Those of one kind go one after the other.
 */
export class Sender {
  private state: SenderState = { going: [], trouble: null };
  private readonly watchers = new Set<() => void>();
  private readonly lanes: Record<DraftKind, Promise<unknown>> = { reply: Promise.resolve(), note: Promise.resolve() };
  private readonly running = new Set<string>();
  private readonly wakes = new Map<string, () => void>();
  /** The number of the newest message of the conversation. */
  private newest = 0;
  /** Grows when all is stopped. */
  private run = 0;

  constructor(
    private readonly boxes: Readonly<Record<DraftKind, DraftBox>>,
    private readonly post: (what: Sending) => Promise<Sent>,
    private readonly store: SendingStore,
  ) {
    const going = store.read().map((one) => ({ ...one, number: null, asked: one.unconfirmed, givenUp: false, after: one.lastSeen ?? 0 }));
    if (going.length > 0) this.become({ going });
  }

  snapshot = (): SenderState => this.state;

  watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  dismiss(): void {
    this.become({ trouble: null });
  }

  /** Whether so many are under way that the next one has to stay in the field. */
  isFull(): boolean {
    return this.state.going.filter((one) => one.number === null).length >= MOST_UNDER_WAY;
  }

  /**
   * Sends what is in a field, which is free for the next one at once.
   *
   * @param lastSeen the newest message that the person has seen
   * @returns when the server has answered; null where it was not sent, or its words were taken back
   */
  send(kind: DraftKind, lastSeen: number | null, holdSeconds: number): Promise<Sent | null> {
    if (this.isFull()) return Promise.resolve(null);
    const { content, version } = this.boxes[kind].take();
    const last = this.state.trouble;
    const again = last?.kind === kind && isSame(last.content, content) ? last : null;
    const going: Going = {
      key: again?.key ?? newKey(),
      kind,
      content,
      lastSeen,
      holdSeconds: again?.holdSeconds ?? holdSeconds,
      draftVersion: version,
      since: Date.now(),
      unconfirmed: false,
      number: null,
      asked: false,
      givenUp: false,
      after: this.newest,
    };
    this.become({ going: [...this.state.going, going], trouble: null });
    return this.queue(going);
  }

  /** Goes on with what was under way before a reload or a stop; each is given back once. */
  resume(): { content: DraftContent; done: Promise<Sent | null> }[] {
    return this.state.going
      .filter((one) => one.number === null && !one.givenUp && !this.running.has(one.key))
      .map((one) => ({ content: one.content, done: this.queue(one) }));
  }

  /** Asks no more until it is resumed: nobody is signed in, or somebody else. */
  stop(): void {
    this.run++;
    this.running.clear();
    for (const wake of [...this.wakes.values()]) wake();
  }

  /** Puts words of which nobody knows whether they were sent into the field; they are not repeated. */
  takeWords(key: string): void {
    const one = this.find(key);
    if (!one?.unconfirmed || one.number !== null) return;
    this.remove(key);
    this.boxes[one.kind].putBack(one.content);
    this.wakes.get(key)?.();
  }

  /** The conversation tells of all up to this number. */
  told(newest: number): void {
    this.newest = newest;
    const going = this.state.going.filter((one) => one.number === null || one.number > newest);
    if (going.length < this.state.going.length) this.become({ going });
  }

  /** Sends it although more was said, which the person has seen now. */
  sendAnyway(): Promise<Sent | null> {
    const { trouble } = this.state;
    if (trouble === null) return Promise.resolve(null);
    const seen = Math.max(trouble.lastSeen ?? 0, ...trouble.newer.map((one) => one.number));
    return this.send(trouble.kind, seen || null, trouble.holdSeconds);
  }

  private queue({ key, kind }: Going): Promise<Sent | null> {
    const { run } = this;
    this.running.add(key);
    const done = this.lanes[kind].then(() => this.untilAnswered(key, run));
    this.lanes[kind] = done;
    return done;
  }

  private async untilAnswered(key: string, run: number): Promise<Sent | null> {
    for (let attempts = 1; ; attempts++) {
      const one = this.find(key);
      if (!one || run !== this.run) return null;
      if (one.unconfirmed && Date.now() - one.since > LONGEST) {
        this.change(key, { givenUp: true });
        return null;
      }
      this.change(key, { asked: true });
      try {
        return this.answered(key, await this.post(sendingOf(one)));
      } catch (failure) {
        if (outcomeOf(failure, one.unconfirmed) === 'refused') {
          this.refused(key, failure);
          return null;
        }
        this.change(key, { unconfirmed: true });
        if (run === this.run && this.find(key)) await this.pause(key, pauseBefore(attempts, failure));
      }
    }
  }

  private answered(key: string, sent: Sent): Sent | null {
    if (!this.find(key)) return null;
    if ('number' in sent) this.change(key, { number: sent.number, unconfirmed: false });
    else this.remove(key);
    return sent;
  }

  private refused(key: string, failure: unknown): void {
    const one = this.find(key);
    if (!one) return;
    this.remove(key);
    this.boxes[one.kind].putBack(one.content);
    const { kind, content, lastSeen, holdSeconds } = one;
    this.become({ trouble: { key, kind, content, lastSeen, holdSeconds, failure, newer: newerOf(failure) } });
  }

  private pause(key: string, time: number): Promise<void> {
    return new Promise((done) => {
      const wake = () => {
        clearTimeout(timer);
        this.wakes.delete(key);
        done();
      };
      const timer = setTimeout(wake, time);
      this.wakes.set(key, wake);
    });
  }

  private find(key: string): Going | undefined {
    return this.state.going.find((one) => one.key === key && one.number === null);
  }

  private change(key: string, change: Partial<Going>): void {
    this.become({ going: this.state.going.map((one) => (one.key === key ? { ...one, ...change } : one)) });
  }

  private remove(key: string): void {
    this.become({ going: this.state.going.filter((one) => one.key !== key) });
  }

  private become(change: Partial<SenderState>): void {
    this.state = { ...this.state, ...change };
    if (change.going) this.keep(change.going.filter((one) => one.number === null));
    for (const watcher of this.watchers) watcher();
  }

  private keep(open: readonly Going[]): void {
    // A request that runs when the page goes is one without an answer.
    this.store.write(open.map((one) => ({ ...sendingOf(one), since: one.since, unconfirmed: one.asked })));
    for (const kind of ['reply', 'note'] as const) {
      this.boxes[kind].withhold(Math.max(0, ...open.filter((one) => one.kind === kind).map((one) => one.draftVersion)));
    }
  }
}
