import type { Schema } from '../../api/client';
import type { Problem } from '../../api/problem';

export type Config = Schema['Config'];

interface Text {
  kind: 'line' | 'text';
  most: number;
}
interface Choice {
  kind: 'choice';
  of: readonly string[];
}
interface Count {
  kind: 'number';
  least: number;
  most: number;
}

/** What can be changed while the server runs, in the order of the page. */
export const FIELDS = {
  'bot.status': { kind: 'line', most: 128 },
  'bot.welcome_message': { kind: 'text', most: 2000 },
  'bot.close_message': { kind: 'text', most: 2000 },
  'ticket.delayed_message': { kind: 'text', most: 2000 },
  'ticket.busy_message': { kind: 'text', most: 2000 },
  'ticket.signature': { kind: 'choice', of: ['name', 'name-and-role', 'anonymous'] },
  'ticket.anonymous_name': { kind: 'line', most: 80 },
  'ticket.new_tickets_per_minute': { kind: 'number', least: 1, most: 10_000 },
} as const satisfies Record<string, Text | Choice | Count>;

export type Key = keyof typeof FIELDS;
/** An empty text stands for a number that is not written yet. */
export type Value = string | number;
/** What the person wants; null resets a field. */
export type Edits = Readonly<Partial<Record<Key, Value | null>>>;

export const KEYS = Object.keys(FIELDS) as Key[];

function place(key: string): [group: 'bot' | 'ticket', name: string] {
  const [group, name = ''] = key.split('.');
  return [group as 'bot' | 'ticket', name];
}

/** The value in force. */
export function present(config: Config, key: Key): Value {
  const [group, name] = place(key);
  return (config[group] as Record<string, Value>)[name] ?? '';
}

export function about(config: Config, key: string): Schema['ConfigField'] | undefined {
  return config.fields.find((field) => field.key === key);
}

/** The value in the input. */
export function shown(config: Config, edits: Edits, key: Key): Value {
  const edit = edits[key];
  if (edit === undefined) return present(config, key);
  return edit ?? (about(config, key)?.configured as Value | null | undefined) ?? '';
}

/** The edits with another one; what is as it was is none. */
export function edited(config: Config, edits: Edits, key: Key, value: Value | null): Edits {
  const { [key]: _, ...others } = edits;
  const same = value === null ? about(config, key)?.origin !== 'panel' : value === present(config, key);
  return same ? others : { ...others, [key]: value };
}

export function without(edits: Edits, key: Key): Edits {
  const { [key]: _, ...others } = edits;
  return others;
}

/** The body of the request. */
export function change(edits: Edits): Schema['ConfigChange'] {
  const body: Record<string, Record<string, Value | null>> = {};
  for (const key of KEYS) {
    const edit = edits[key];
    if (edit === undefined) continue;
    const [group, name] = place(key);
    body[group] = { ...body[group], [name]: edit };
  }
  return body as Schema['ConfigChange'];
}

/** What the server says about each field; the others are to be shown elsewhere. */
export function wrong(problem: Problem | null): Partial<Record<Key, string>> {
  const found: Partial<Record<Key, string>> = {};
  for (const { field, detail } of problem?.errors ?? []) {
    const key = KEYS.find((one) => one.replace('.', '/') === field);
    if (key) found[key] = detail;
  }
  return found;
}

/** The numbers that are not written. */
export function unwritten(edits: Edits): Key[] {
  return KEYS.filter((key) => FIELDS[key].kind === 'number' && edits[key] === '');
}

/** The fields that somebody else changed between two readings. */
export function changedBetween(before: Config, after: Config): Key[] {
  return KEYS.filter((key) => present(before, key) !== present(after, key));
}

/** The edits over a later reading: what is now as the person wants it is none. */
export function rebased(after: Config, edits: Edits): Edits {
  return KEYS.reduce<Edits>((kept, key) => {
    const edit = edits[key];
    return edit === undefined ? kept : edited(after, kept, key, edit);
  }, {});
}
