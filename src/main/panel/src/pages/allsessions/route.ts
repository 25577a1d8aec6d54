import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { IconDevicesCog } from '@tabler/icons-react';
import { rootRoute } from '../../app/routes';

export const allSessionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/all-sessions',
  staticData: {
    right: 'manage_permissions',
    nav: { section: 'manage', label: 'nav.allSessions', icon: IconDevicesCog },
  },
  component: lazyRouteComponent(() => import('./AllSessionsPage')),
});
