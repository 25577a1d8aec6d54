/** The tickets that are selected for an act on all of them. */
export interface Chosen {
  ids: ReadonlySet<string>;
  /** Where a range begins. */
  anchor: string | null;
}

export const NONE: Chosen = { ids: new Set(), anchor: null };

/** Selects a ticket, or takes it back. */
export function toggled(before: Chosen, id: string): Chosen {
  const ids = new Set(before.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, anchor: id };
}

/** Selects all rows from the last one that was selected up to this one. */
export function ranged(before: Chosen, rows: readonly string[], id: string): Chosen {
  const [from, to] = [before.anchor === null ? -1 : rows.indexOf(before.anchor), rows.indexOf(id)];
  if (from < 0 || to < 0) return { ids: new Set([...before.ids, id]), anchor: id };
  return { ids: new Set([...before.ids, ...rows.slice(Math.min(from, to), Math.max(from, to) + 1)]), anchor: id };
}

/** Those of them that are still there. */
export function present(before: Chosen, rows: readonly string[]): Chosen {
  const there = new Set(rows);
  if ([...before.ids].every((id) => there.has(id))) return before;
  return { ids: new Set([...before.ids].filter((id) => there.has(id))), anchor: before.anchor };
}
