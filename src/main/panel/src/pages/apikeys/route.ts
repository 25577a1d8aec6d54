import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { IconKey } from '@tabler/icons-react';
import { rootRoute } from '../../app/routes';

export const apiKeysRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/keys',
  staticData: { right: 'manage_api_keys', nav: { section: 'manage', label: 'nav.apiKeys', icon: IconKey } },
  component: lazyRouteComponent(() => import('./ApiKeysPage')),
});
