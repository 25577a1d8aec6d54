import type { Schema } from '../../api/client';
import type { Webhook, WebhookEvent } from './api';

export const EVENTS: readonly WebhookEvent[] = [
  'ticket.opened',
  'ticket.updated',
  'ticket.closed',
  'message.created',
  'message.updated',
];

export const LONGEST_URL = 2000;
export const LONGEST_DESCRIPTION = 200;

/** A webhook as its form has it. */
export interface Wanted {
  url: string;
  description: string;
  all: boolean;
  /** Counts where it is not told all. */
  events: readonly WebhookEvent[];
}

export const START: Wanted = { url: '', description: '', all: true, events: [] };

export function wantedOf({ url, description, events }: Webhook): Wanted {
  return { url, description, all: events === null, events: events ?? [] };
}

export function bodyOf({ url, description, all, events }: Wanted): Schema['WebhookRequest'] {
  return { url: url.trim(), description: description.trim(), events: all ? null : EVENTS.filter((one) => events.includes(one)) };
}

export type Field = 'url' | 'events';

/** The fields that have to be corrected before the server is asked, which may permit http://. */
export function missing({ url, all, events }: Wanted): Field[] {
  const wrong: [Field, boolean][] = [
    ['url', !/^https?:\/\/[!-~]+$/.test(url.trim())],
    ['events', !all && events.length === 0],
  ];
  return wrong.filter(([, is]) => is).map(([field]) => field);
}

/** The times whose deliveries are sent again, as RFC 3339. */
export interface Span {
  from: string | undefined;
  before: string | undefined;
}

export function missingTimes({ from, before }: Span): (keyof Span)[] {
  if (from === undefined) return before === undefined ? ['from', 'before'] : ['from'];
  return before === undefined || Date.parse(before) <= Date.parse(from) ? ['before'] : [];
}

type Underscored<T extends string> = T extends `${infer A}.${infer B}` ? `${A}_${B}` : T;

/** The name of its texts: a full stop is a sign of the catalogue. */
export function textOf(one: WebhookEvent): Underscored<WebhookEvent> {
  return one.replace('.', '_') as Underscored<WebhookEvent>;
}
