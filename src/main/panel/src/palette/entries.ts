/** A line of the palette. */
export interface Entry {
  /** Stays the same, as the last used ones are kept by it. */
  id: string;
  label: string;
  /** Its keys, as the map of keys has them. */
  keys?: string | undefined;
  run: () => void;
}

const MOST_RECENT = 5;

/** Whether each word of a question is in a line. */
export function fits(label: string, question: string): boolean {
  const text = label.toLowerCase();
  return question
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Entries whose label begins with the words come first: "session" means Sessions, not All sessions. */
export function beginningFirst<T extends { label: string }>(entries: readonly T[], words: string): T[] {
  const begins = (entry: T) => Number(entry.label.toLowerCase().startsWith(words.trim().toLowerCase()));
  return entries.toSorted((one, other) => begins(other) - begins(one));
}

/** The number of a ticket that is asked for, as `12` or `#12`. */
export function ticketNumber(question: string): string | null {
  return /^#?([1-9][0-9]{0,17})$/.exec(question.trim())?.[1] ?? null;
}

/** What was used last, the newest first. */
export function withRecent(recent: readonly string[], id: string): string[] {
  return [id, ...recent.filter((one) => one !== id)].slice(0, MOST_RECENT);
}

/** Reads what the browser keeps. */
export function readRecent(kept: string | null): string[] {
  try {
    const read: unknown = JSON.parse(kept ?? '[]');
    return Array.isArray(read) ? read.filter((one) => typeof one === 'string').slice(0, MOST_RECENT) : [];
  } catch {
    return [];
  }
}
