import type { Schema } from '../../api/client';

export type KeyPermission = Schema['KeyPermission'];

/** Those that open an operation. */
export const KEY_PERMISSIONS: readonly KeyPermission[] = [
  'read:tickets',
  'read:messages',
  'write:tickets',
  'reply:tickets',
  'close:tickets',
  'create:tickets',
  'upload:files',
];

/** What a permission includes. */
const INCLUDED: Partial<Record<KeyPermission, readonly KeyPermission[]>> = {
  'read:tickets': ['read:messages'],
  'write:tickets': ['create:tickets', 'reply:tickets', 'close:tickets', 'upload:files'],
};

/** Whether another one of those that are chosen includes it. */
export function included(one: KeyPermission, chosen: readonly KeyPermission[]): boolean {
  return chosen.some((other) => INCLUDED[other]?.includes(one));
}

/** How long a key is good: days, never, or until a date. */
export const TERMS = ['30', '90', '365', 'date', 'never'] as const;
export type Term = (typeof TERMS)[number];

export interface Wanted {
  name: string;
  permissions: readonly KeyPermission[];
  term: Term;
  /** The last day, as `2026-12-31`, where the term is a date. */
  day: string;
}

const DAY_SECONDS = 86_400;

/** When the key ends, in seconds since 1970; null for never, undefined where no date is told. */
export function expiry({ term, day }: Pick<Wanted, 'term' | 'day'>, now: number): number | null | undefined {
  if (term === 'never') return null;
  if (term !== 'date') return Math.floor(now / 1000) + Number(term) * DAY_SECONDS;
  // The end of that day where the browser is.
  const [year, month, date] = day.split('-').map(Number);
  if (!year || !month || !date) return undefined;
  return Math.floor(new Date(year, month - 1, date + 1).getTime() / 1000);
}

export type Field = 'name' | 'permissions' | 'expires_at';

/** The fields that have to be corrected before the server is asked. */
export function missing(wanted: Wanted, now: number): Field[] {
  const ends = expiry(wanted, now);
  const wrong: [Field, boolean][] = [
    ['name', wanted.name.trim() === ''],
    ['permissions', wanted.permissions.length === 0],
    ['expires_at', ends === undefined || (ends !== null && ends * 1000 <= now)],
  ];
  return wrong.filter(([, is]) => is).map(([field]) => field);
}

/** A command that shows whether the key works. */
export function example(origin: string, key: string, permissions: readonly KeyPermission[]): string {
  const reads = permissions.includes('read:tickets');
  const path = reads ? '/api/externals/tickets' : '/api/externals/tickets/1/messages';
  if (reads || permissions.includes('read:messages')) return `curl -H "X-API-Key: ${key}" "${origin}${path}"`;
  if (permissions.includes('reply:tickets') || permissions.includes('write:tickets')) {
    return `curl -H "X-API-Key: ${key}" -H "Content-Type: application/json" "${origin}/api/externals/tickets/1/replies" -d '{"text":"Hello!"}'`;
  }
  return `curl -H "X-API-Key: ${key}" -H "Content-Type: application/json" "${origin}/api/externals/tickets/1/close" -d '{}'`;
}

type Underscored<T extends string> = T extends `${infer A}:${infer B}` ? `${A}_${B}` : T;

/** The name of its texts: a colon is a sign of the catalogue. */
export function textOf(one: KeyPermission): Underscored<KeyPermission> {
  return one.replace(':', '_') as Underscored<KeyPermission>;
}
