import type { Schema } from '../../api/client';

export type Priority = Schema['Priority'];

/** A ticket as lists show it. */
export type Ticket = Schema['TicketDetails'];

/** A part of a list. */
export type TicketPart = Schema['TicketPart'];

/** Most urgent first. */
export const PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const satisfies readonly Priority[];

/** The colours of priorities; `normal` has none. */
export const PRIORITY_COLORS: Readonly<Record<Priority, string>> = {
  urgent: 'red',
  high: 'orange',
  normal: 'gray',
  low: 'gray',
};

export const nameOf = (member: Schema['TicketMember']): string => member.name || member.username || member.id;

/** Where a ticket, or a message in it, is shown: for a Link. */
export const ticketLink = (id: string, message?: number) => ({
  to: '/tickets/$id' as const,
  params: { id },
  search: message === undefined ? {} : { message },
});
