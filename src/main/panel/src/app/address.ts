// The part of an address behind the question mark. All values are texts, as they stand there: the
// router's own way reads digits as a number, which cuts the long ids of Discord.

/** Reads it, with or without its question mark. Of two values of a name the last one counts. */
export function parseAddress(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search));
}

/** Writes it with its question mark; empty for nothing. What is null or undefined is left out. */
export function writeAddress(search: Record<string, unknown>): string {
  const told = Object.entries(search).filter(([, value]) => value !== undefined && value !== null);
  const query = new URLSearchParams(told.map(([name, value]) => [name, String(value)])).toString();
  return query && `?${query}`;
}
