import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { IconWebhook } from '@tabler/icons-react';
import { rootRoute } from '../../app/routes';
import { deliverySearch } from './deliverySearch';

export const webhooksRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/webhooks',
  staticData: { right: 'manage_api_keys', nav: { section: 'manage', label: 'nav.webhooks', icon: IconWebhook } },
  component: lazyRouteComponent(() => import('./WebhooksPage')),
});

export const webhookRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/webhooks/$id',
  validateSearch: deliverySearch,
  staticData: { right: 'manage_api_keys' },
  component: lazyRouteComponent(() => import('./DeliveriesPage')),
});
