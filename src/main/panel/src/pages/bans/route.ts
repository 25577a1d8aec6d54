import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { IconBan } from '@tabler/icons-react';
import { rootRoute } from '../../app/routes';

export const bansRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/bans',
  staticData: { right: 'view_bans', nav: { section: 'manage', label: 'nav.bans', icon: IconBan } },
  component: lazyRouteComponent(() => import('./BansPage')),
});
