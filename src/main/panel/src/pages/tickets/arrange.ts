/** The rows as a person sees them. */
export interface Arranged {
  /** The tickets' numbers, from top to bottom. */
  rows: readonly string[];
  /** New ones that would move rows, and are not shown yet. */
  fresh: readonly string[];
  /** How many parts of the list are in it. */
  parts: number;
}

export const NOTHING: Arranged = { rows: [], fresh: [], parts: 0 };

/**
 * Arranges the rows when the list has changed. Rows stay where they are, also where the order of
 * the list is another one by now, and a row is there until the list is arranged freely. What comes
 * after all rows, and a further part of the list, is appended.
 *
 * @param parts the numbers of each part of the list
 * @param free whether nothing is under the pointer, so that the order of the list can be taken
 */
export function arrange(before: Arranged, parts: readonly (readonly string[])[], free: boolean): Arranged {
  const all = [...new Set(parts.flat())];
  if (free || before.parts === 0) return { rows: all, fresh: [], parts: parts.length };
  const shown = new Set(before.rows);
  const further = new Set(parts.slice(before.parts).flat());
  const known = all.filter((id) => !further.has(id));
  const last = known.findLastIndex((id) => shown.has(id));
  const appended = [...known.slice(last + 1), ...further].filter((id) => !shown.has(id));
  return {
    rows: appended.length === 0 ? before.rows : [...before.rows, ...appended],
    fresh: known.slice(0, last + 1).filter((id) => !shown.has(id)),
    parts: Math.max(before.parts, parts.length),
  };
}
