import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { IconUserCircle } from '@tabler/icons-react';
import { rootRoute } from '../../app/routes';
import { accountSearch } from './outcome';

export const accountRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/account',
  validateSearch: accountSearch,
  staticData: { nav: { section: 'account', label: 'nav.ownAccount', icon: IconUserCircle } },
  component: lazyRouteComponent(() => import('./AccountPage')),
});
