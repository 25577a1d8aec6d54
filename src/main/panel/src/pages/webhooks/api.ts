import { answered, api, type Schema } from '../../api/client';
import type { DeliverySearch } from './deliverySearch';

export type Webhook = Schema['Webhook'];
export type WebhookEvent = Schema['WebhookEvent'];
export type Delivery = Schema['WebhookDelivery'];
export type Attempt = Schema['WebhookAttempt'];

/** All that is known of webhooks in the cache of queries begins with it. */
export const WEBHOOKS = ['webhooks'] as const;

const path = (id: string) => ({ id: Number(id) });

export async function listWebhooks(signal: AbortSignal): Promise<Webhook[]> {
  return (await answered(api.GET('/api/webhooks', { signal }))).webhooks;
}

export function getWebhook(id: string, signal: AbortSignal): Promise<Webhook> {
  return answered(api.GET('/api/webhooks/{id}', { params: { path: path(id) }, signal }));
}

export function createWebhook(body: Schema['WebhookRequest']): Promise<Schema['WebhookCreated']> {
  return answered(api.POST('/api/webhooks', { body }));
}

/** What is not told stays as it is. */
export function changeWebhook(id: string, body: Schema['WebhookChange']): Promise<Webhook> {
  return answered(api.PATCH('/api/webhooks/{id}', { params: { path: path(id) }, body }));
}

export async function deleteWebhook(id: string): Promise<void> {
  await answered(api.DELETE('/api/webhooks/{id}', { params: { path: path(id) } }));
}

/** Gives the new secret. */
export async function rotateSecret(id: string): Promise<string> {
  return (await answered(api.POST('/api/webhooks/{id}/rotate', { params: { path: path(id) } }))).secret;
}

export function testWebhook(id: string): Promise<Delivery> {
  return answered(api.POST('/api/webhooks/{id}/test', { params: { path: path(id) } }));
}

export function listDeliveries(
  id: string,
  { state }: DeliverySearch,
  after: string | undefined,
  signal: AbortSignal,
): Promise<Schema['WebhookDeliveryPart']> {
  return answered(api.GET('/api/webhooks/{id}/deliveries', { params: { path: path(id), query: { state, after } }, signal }));
}

export function retryDelivery(id: string, delivery: string): Promise<Delivery> {
  const params = { path: { ...path(id), delivery: Number(delivery) } };
  return answered(api.POST('/api/webhooks/{id}/deliveries/{delivery}/retry', { params }));
}

export function replay(id: string, body: Schema['WebhookReplay']): Promise<Schema['WebhookReplayed']> {
  return answered(api.POST('/api/webhooks/{id}/replay', { params: { path: path(id) }, body }));
}
