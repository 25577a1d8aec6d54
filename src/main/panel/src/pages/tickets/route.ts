import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { IconInbox } from '@tabler/icons-react';
import { rootRoute } from '../../app/routes';
import { listSearch } from './listSearch';

export const ticketsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/tickets',
  validateSearch: listSearch,
  staticData: { right: 'view_tickets', nav: { section: 'desk', label: 'nav.tickets', icon: IconInbox } },
  component: lazyRouteComponent(() => import('./TicketsPage')),
});
