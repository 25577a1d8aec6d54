// The list of tickets says here which order it shows, and the page of a ticket goes along it.

/** What the list showed last in this tab. */
export interface TicketOrder {
  /** The list's part of the address, with its question mark; empty for none. */
  search: string;
  /** The ids, from top to bottom. */
  ids: readonly string[];
}

const KEPT = 'switchboard-ticket-order';
const MOST = 500;

/** Called by the list whenever its order has changed. */
export function rememberOrder(order: TicketOrder): void {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify({ search: order.search, ids: order.ids.slice(0, MOST) }));
  } catch {
    // Without storage the page of a ticket asks the server for the open tickets.
  }
}

/** The order of the list; null where no list was shown in this tab. */
export function rememberedOrder(): TicketOrder | null {
  try {
    const read: unknown = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null');
    const order = read as TicketOrder | null;
    return order && Array.isArray(order.ids) && typeof order.search === 'string' ? order : null;
  } catch {
    return null;
  }
}

/** The ticket before (-1) or behind (1) another one; where that is in no list, the first one. */
export function neighbour(ids: readonly string[], id: string, step: 1 | -1): string | null {
  const at = ids.indexOf(id);
  return (at < 0 ? ids.find((one) => one !== id) : ids[at + step]) ?? null;
}
