/** Who looks at a ticket. */
export interface Viewer {
  user_id: string;
  name: string;
  state: 'viewing' | 'typing';
  has_draft: boolean;
}

interface TicketChange {
  ticket: string;
  message?: string;
  /** Of a message: as the API has it. */
  kind?: string;
  version?: number;
}

/** What the server tells on /api/events: the name of the event, and its data. */
export type LiveEvent =
  | { name: 'ticket.opened' | 'ticket.updated' | 'ticket.closed'; data: TicketChange }
  | { name: 'message.created' | 'message.updated'; data: TicketChange }
  | { name: 'presence'; data: { ticket: string; viewers: Viewer[] } }
  | { name: 'permissions.changed' | 'bot.status'; data: Record<string, unknown> }
  /** Something was missed: what is shown has to be fetched anew. */
  | { name: 'reset'; data: Record<string, unknown> }
  /** The session is over. */
  | { name: 'bye'; data: Record<string, unknown> };

export const EVENT_NAMES: readonly LiveEvent['name'][] = [
  'ticket.opened',
  'ticket.updated',
  'ticket.closed',
  'message.created',
  'message.updated',
  'presence',
  'permissions.changed',
  'bot.status',
  'reset',
  'bye',
];

/** Reads an event; null where it is none of ours. */
export function liveEvent(name: LiveEvent['name'], data: string): LiveEvent | null {
  try {
    const read: unknown = data === '' ? {} : JSON.parse(data);
    return typeof read === 'object' && read !== null ? ({ name, data: read } as LiveEvent) : null;
  } catch {
    return null;
  }
}
