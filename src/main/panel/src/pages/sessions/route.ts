import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { IconDevices } from '@tabler/icons-react';
import { rootRoute } from '../../app/routes';

export const sessionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sessions',
  staticData: { nav: { section: 'account', label: 'nav.sessions', icon: IconDevices } },
  component: lazyRouteComponent(() => import('./SessionsPage')),
});
