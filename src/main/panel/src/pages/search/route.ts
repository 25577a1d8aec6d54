import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { IconSearch } from '@tabler/icons-react';
import { rootRoute } from '../../app/routes';
import { question } from './question';

export const searchRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/search',
  validateSearch: question,
  staticData: { right: 'view_tickets', nav: { section: 'desk', label: 'nav.search', icon: IconSearch } },
  component: lazyRouteComponent(() => import('./SearchPage')),
});
