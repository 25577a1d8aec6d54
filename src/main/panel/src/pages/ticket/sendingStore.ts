import type { Sending } from './api';

/** The part of a tab's storage that is used here. */
export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** A reply or note that is under way, as it is kept over a reload. */
export interface KeptSending extends Sending {
  /** When it was sent first, in milliseconds since 1970. */
  since: number;
  /** Whether an attempt was made of which nobody knows what became. */
  unconfirmed: boolean;
}

/** How many are kept for one ticket. */
export const MOST_KEPT = 20;
const MOST_CHARACTERS = 500_000;

/** What is under way in one ticket, kept in the tab: a reload goes on with the same keys. */
export class SendingStore {
  private readonly place: string;

  constructor(
    person: string,
    ticket: string,
    private readonly shelf: Shelf,
  ) {
    this.place = `switchboard-sending-${person}-${ticket}`;
  }

  read(): KeptSending[] {
    try {
      const read: unknown = JSON.parse(this.shelf.getItem(this.place) ?? '[]');
      return Array.isArray(read) ? read.filter(isKept).slice(0, MOST_KEPT) : [];
    } catch {
      return [];
    }
  }

  write(items: readonly KeptSending[]): void {
    try {
      const text = JSON.stringify(items.slice(0, MOST_KEPT));
      if (items.length === 0 || text.length > MOST_CHARACTERS) this.shelf.removeItem(this.place);
      else this.shelf.setItem(this.place, text);
    } catch {
      // Without storage it goes on as long as the page is open.
    }
  }
}

function isKept(value: unknown): value is KeptSending {
  const one = value as Partial<KeptSending> | null;
  return (
    typeof one?.key === 'string' &&
    one.key !== '' &&
    (one.kind === 'reply' || one.kind === 'note') &&
    typeof one.content?.text === 'string' &&
    typeof one.content.anonymous === 'boolean' &&
    Array.isArray(one.content.files) &&
    (one.lastSeen === null || typeof one.lastSeen === 'number') &&
    typeof one.holdSeconds === 'number' &&
    typeof one.draftVersion === 'number' &&
    typeof one.since === 'number' &&
    typeof one.unconfirmed === 'boolean'
  );
}

/** The storage of this tab; one that keeps nothing where the browser has none. */
export function tabShelf(): Shelf {
  try {
    return sessionStorage;
  } catch {
    return { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
  }
}
