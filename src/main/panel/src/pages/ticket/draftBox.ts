import { Problem } from '../../api/problem';
import type { AsideKeeper } from './draftAside';

export type DraftKind = 'reply' | 'note';

/** What a person is writing. */
export interface DraftContent {
  text: string;
  anonymous: boolean;
  /** The ids of uploaded files. */
  files: readonly string[];
}

/** A draft as the server has it; its version grows with each one that is saved. */
export interface StoredDraft extends DraftContent {
  version: number;
}

/** Where drafts are kept. */
export interface DraftPort {
  load(): Promise<StoredDraft>;
  /** @throws Problem `outdated_draft` with the stored one in `draft` */
  save(draft: StoredDraft, leaving: boolean): Promise<void>;
}

export interface DraftState extends DraftContent {
  /** `kept` is as the server has it; `failed` could not be saved, and is tried again. */
  saving: 'kept' | 'changed' | 'failed';
  /** Other words that were saved elsewhere, while these were typed. */
  other: DraftContent | null;
}

export const NOTHING: DraftContent = { text: '', anonymous: false, files: [] };

const PAUSE = 500;
const AGAIN = 5_000;
const MOST_ATTEMPTS = 20;

const isEmpty = (draft: DraftContent) => draft.text.trim() === '' && draft.files.length === 0;

/** Whether both say the same, with the same files in the same order. */
export function isSame(one: DraftContent, other: DraftContent): boolean {
  return one.text === other.text && one.anonymous === other.anonymous && one.files.join() === other.files.join();
}

/**
 * One draft of a person in a ticket, a reply or a note. All calls go through one chain, so that no
 * older one overtakes a newer one; loading never replaces what is being typed.
 */
export class DraftBox {
  private state: DraftState = { ...NOTHING, saving: 'kept', other: null };
  private readonly watchers = new Set<() => void>();
  private chain: Promise<void> = Promise.resolve();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private version = 0;
  private attempts = 0;
  /** How often something was sent: what was asked for before is not shown any more. */
  private sends = 0;
  /** The newest version that may be at the server. */
  private asked = 0;
  /** Saves without an answer: the server may have one of them. */
  private unsure: StoredDraft[] = [];
  /** Up to this version it is under way as a reply or note. */
  private withheld = 0;
  private keptAside = false;

  /** @param aside keeps what cannot be saved while other words are stored */
  constructor(
    private readonly port: DraftPort,
    private readonly aside?: AsideKeeper,
  ) {
    const kept = aside?.read();
    if (!kept) return;
    this.version = kept.version;
    this.keptAside = true;
    this.state = { ...contentOf(kept), saving: 'changed', other: kept.other };
    if (!kept.other) this.later(PAUSE);
  }

  snapshot = (): DraftState => this.state;

  watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  isEmpty(): boolean {
    return isEmpty(this.state);
  }

  /** Takes what another device has saved, unless something is being typed here. */
  load(): Promise<void> {
    const { sends } = this;
    return this.queue(async () => {
      const stored = await this.port.load().catch(() => null);
      if (stored && stored.version >= this.version && sends === this.sends) this.found(stored);
    });
  }

  edit(change: Partial<DraftContent>): void {
    if (isSame({ ...this.state, ...change }, this.state)) return;
    this.become({ ...change, saving: 'changed' });
    this.attempts = 0;
    this.later(PAUSE);
  }

  /** Saves now: when the page is hidden or left. */
  flush(leaving: boolean): void {
    clearTimeout(this.timer);
    if (this.state.saving !== 'kept') void this.queue(() => this.save(leaving));
  }

  /**
   * Empties the field to send what it held.
   *
   * @returns also the newest version that was saved or is being saved; what is typed from now on is
   *     saved after it
   */
  take(): { content: DraftContent; version: number } {
    clearTimeout(this.timer);
    const content = contentOf(this.state);
    this.sends++;
    this.unsure = [];
    this.version = Math.max(1, this.version, this.asked);
    this.become({ ...NOTHING, anonymous: content.anonymous, saving: 'kept', other: null });
    return { content, version: this.version };
  }

  /** What the server has up to this version is under way, and does not come into the field; 0 for nothing. */
  withhold(version: number): void {
    if (version === this.withheld) return;
    // What was asked for before may be what was sent.
    if (version < this.withheld) this.sends++;
    this.withheld = version;
    this.version = Math.max(this.version, version);
  }

  /** What was sent is here again, ahead of what was typed since. */
  putBack(content: DraftContent): void {
    const { text, files, anonymous } = this.state;
    const fresh = isEmpty(this.state);
    this.edit({
      text: fresh ? content.text : [content.text, text].filter((one) => one !== '').join('\n'),
      files: [...new Set([...content.files, ...files])],
      anonymous: fresh ? content.anonymous : anonymous,
    });
  }

  /** What was taken back is the draft again, as the server says. */
  restored(stored: StoredDraft): void {
    if (stored.version < this.version) return;
    if (this.isEmpty()) {
      clearTimeout(this.timer);
      this.version = stored.version;
      this.become({ ...contentOf(stored), saving: 'kept', other: null });
    } else {
      this.version = stored.version;
      this.putBack(stored);
    }
  }

  /** Takes the words that were saved elsewhere, or drops them. */
  settle(useOther: boolean): void {
    const { other } = this.state;
    this.become({ other: null });
    if (useOther && other) this.edit(other);
    else if (this.state.saving !== 'kept') this.later(0);
  }

  private found(found: StoredDraft): void {
    const stored = found.version <= this.withheld ? { ...found, text: '', files: [] } : found;
    const typed = this.state.saving !== 'kept';
    const news = stored.version > this.version;
    const own = this.unsure.some((one) => one.version === stored.version && isSame(one, stored));
    if (news) this.unsure = [];
    this.version = stored.version;
    if (!typed) {
      // A change while the answer was on its way is typed, and kept.
      this.become({ ...contentOf(stored), other: null });
    } else if (news && !own && !isEmpty(stored) && !isSame(stored, this.state)) {
      this.become({ other: contentOf(stored) });
    }
  }

  private async save(leaving: boolean): Promise<void> {
    if (this.state.saving === 'kept' || this.state.other) return;
    const { sends } = this;
    const draft = { ...contentOf(this.state), version: this.version + 1 };
    this.asked = Math.max(this.asked, draft.version);
    try {
      await this.port.save(draft, leaving);
      this.version = Math.max(this.version, draft.version);
      this.unsure = [];
      if (sends === this.sends && isSame(this.state, draft)) this.become({ saving: 'kept' });
    } catch (failure) {
      const stored = failure instanceof Problem && failure.code === 'outdated_draft' ? failure.body.draft : undefined;
      if (isStored(stored)) this.refused(stored, sends === this.sends);
      else this.failed(draft);
    }
  }

  /** @param fresh whether nothing was sent since; else it may tell of what was */
  private refused(stored: StoredDraft, fresh: boolean): void {
    if (fresh) this.found(stored);
    else this.version = Math.max(this.version, stored.version);
    if (!this.state.other) this.later(0);
  }

  private failed(draft: StoredDraft): void {
    this.unsure = [...this.unsure, draft].slice(-MOST_ATTEMPTS);
    if (this.state.saving === 'kept') return;
    this.become({ saving: 'failed' });
    if (++this.attempts < MOST_ATTEMPTS) this.later(AGAIN);
  }

  private later(pause: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(false), pause);
  }

  private queue(work: () => Promise<void>): Promise<void> {
    this.chain = this.chain.then(work);
    return this.chain;
  }

  private become(change: Partial<DraftState>): void {
    this.state = { ...this.state, ...change };
    this.keepAside();
    for (const watcher of this.watchers) watcher();
  }

  private keepAside(): void {
    const { saving, other } = this.state;
    if (!this.keptAside && other === null) return;
    this.keptAside = saving !== 'kept';
    this.aside?.write(this.keptAside ? { ...contentOf(this.state), version: this.version, other } : null);
  }
}

function contentOf({ text, anonymous, files }: DraftContent): DraftContent {
  return { text, anonymous, files };
}

function isStored(value: unknown): value is StoredDraft {
  const draft = value as Partial<StoredDraft> | null | undefined;
  return typeof draft?.version === 'number' && typeof draft.text === 'string' && Array.isArray(draft.files);
}
