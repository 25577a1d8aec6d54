/** What the address of a ticket names beside it. */
export interface TicketSearch {
  /** The number of the message that the person comes for. */
  message?: number;
}

/** Reads an address; what is none of ours is ignored. */
export function ticketSearch(raw: Record<string, unknown>): TicketSearch {
  const text = String(raw.message ?? '');
  return /^[1-9][0-9]{0,9}$/.test(text) ? { message: Number(text) } : {};
}
