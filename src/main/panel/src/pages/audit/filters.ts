import type { Schema } from '../../api/client';

export const SURFACES: readonly Schema['Surface'][] = ['discord', 'panel', 'api', 'page', 'rpc', 'node', 'timer'];
export const KINDS: readonly Schema['AuditKind'][] = ['act', 'read', 'refusal'];
const LONGEST_ACTOR = 100;

/** Which entries are listed, as the address names it. */
export interface AuditFilters {
  /** The beginning of a name or user id. */
  actor?: string;
  surface?: Schema['Surface'];
  kind?: Schema['AuditKind'];
  /** RFC 3339. */
  from?: string;
  before?: string;
  ticket?: number;
}

function oneOf<T extends string>(values: readonly T[], value: unknown): T | undefined {
  return values.find((one) => one === value);
}

function time(value: unknown): string | undefined {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) || at < 0 ? undefined : new Date(at).toISOString();
}

/** A number that every reader of JSON has exactly. */
export function ticketNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

function actor(value: unknown): string | undefined {
  const text = String(value ?? '').trim();
  return (typeof value === 'string' || typeof value === 'number') && text ? text.slice(0, LONGEST_ACTOR) : undefined;
}

/** Reads an address; what is none of ours is ignored. */
export function auditFilters(raw: Record<string, unknown>): AuditFilters {
  return told({
    actor: actor(raw.actor),
    surface: oneOf(SURFACES, raw.surface),
    kind: oneOf(KINDS, raw.kind),
    from: time(raw.from),
    before: time(raw.before),
    ticket: ticketNumber(raw.ticket),
  });
}

/** Leaves out what is undefined, so that the address does not name it. */
export function told(filters: AuditFilters): AuditFilters {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
}

/** The details of an entry, laid out where they are JSON. */
export function laidOut(detail: string): string {
  try {
    return JSON.stringify(JSON.parse(detail), null, 2);
  } catch {
    return detail;
  }
}
