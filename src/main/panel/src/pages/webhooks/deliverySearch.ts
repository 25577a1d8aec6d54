import type { Schema } from '../../api/client';

export const STATES: readonly Schema['WebhookDeliveryState'][] = ['waiting', 'delivered', 'failed'];

/** Which deliveries are listed, as the address names it. */
export interface DeliverySearch {
  state?: Schema['WebhookDeliveryState'];
}

/** Reads an address; what is none of ours is ignored. */
export function deliverySearch(raw: Record<string, unknown>): DeliverySearch {
  const state = STATES.find((one) => one === raw.state);
  return state ? { state } : {};
}
