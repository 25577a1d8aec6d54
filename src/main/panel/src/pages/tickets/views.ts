/** A list that a person has named. */
export interface View {
  name: string;
  /** The search part of its address, without `?`. */
  search: string;
}

/** The most that a person can keep. */
export const MOST_VIEWS = 30;
export const LONGEST_NAME = 40;
const LONGEST_SEARCH = 500;

/** Reads what the browser keeps; what is none of ours is left out. */
export function readViews(kept: string | null): View[] {
  try {
    const read: unknown = JSON.parse(kept ?? '[]');
    return (Array.isArray(read) ? read : [])
      .filter(
        (one): one is View =>
          typeof one?.name === 'string' &&
          one.name !== '' &&
          one.name.length <= LONGEST_NAME &&
          typeof one.search === 'string' &&
          one.search.length <= LONGEST_SEARCH,
      )
      .slice(0, MOST_VIEWS)
      .map(({ name, search }) => ({ name, search }));
  } catch {
    return [];
  }
}

/** With a view; one of the same name is replaced. */
export function withView(views: readonly View[], view: View): View[] {
  const kept = views.filter((one) => one.name !== view.name);
  return [...kept, view].slice(-MOST_VIEWS);
}

export const withoutView = (views: readonly View[], name: string): View[] => views.filter((one) => one.name !== name);
