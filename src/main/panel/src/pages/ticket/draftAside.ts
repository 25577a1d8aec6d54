import type { DraftContent, DraftKind } from './draftBox';
import type { Shelf } from './sendingStore';

/** A text that the server does not have while the words of another device are stored there. */
export interface Aside extends DraftContent {
  /** The version that the server has. */
  version: number;
  /** The words of the other device; null where the person has decided against them. */
  other: DraftContent | null;
}

/** Where such a text is kept meanwhile. */
export interface AsideKeeper {
  read(): Aside | null;
  /** @param aside null to forget it */
  write(aside: Aside | null): void;
}

const MOST_CHARACTERS = 100_000;

/** Keeps it in the tab, for one person, ticket and kind. */
export function asideKeeper(person: string, ticket: string, kind: DraftKind, shelf: Shelf): AsideKeeper {
  const place = `switchboard-draft-${person}-${ticket}-${kind}`;
  return {
    read: () => {
      try {
        const read: unknown = JSON.parse(shelf.getItem(place) ?? 'null');
        return isAside(read) ? read : null;
      } catch {
        return null;
      }
    },
    write: (aside) => {
      try {
        const text = aside && JSON.stringify(aside);
        if (text === null || text.length > MOST_CHARACTERS) shelf.removeItem(place);
        else shelf.setItem(place, text);
      } catch {
        // Without storage it is kept as long as the page is open.
      }
    },
  };
}

function isContent(value: unknown): value is DraftContent {
  const content = value as Partial<DraftContent> | null;
  return typeof content?.text === 'string' && typeof content.anonymous === 'boolean' && Array.isArray(content.files);
}

function isAside(value: unknown): value is Aside {
  if (!isContent(value)) return false;
  const { version, other } = value as Partial<Aside>;
  return typeof version === 'number' && (other === null || isContent(other));
}
