import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { IconUserShield } from '@tabler/icons-react';
import { rootRoute } from '../../app/routes';

export const permissionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/permissions',
  staticData: {
    right: 'manage_permissions',
    nav: { section: 'manage', label: 'nav.permissions', icon: IconUserShield },
  },
  component: lazyRouteComponent(() => import('./PermissionsPage')),
});
