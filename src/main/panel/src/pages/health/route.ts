import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { IconHeartbeat } from '@tabler/icons-react';
import { rootRoute } from '../../app/routes';

export const healthRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/checks',
  staticData: { right: 'view_config', nav: { section: 'manage', label: 'nav.health', icon: IconHeartbeat } },
  component: lazyRouteComponent(() => import('./HealthPage')),
});
