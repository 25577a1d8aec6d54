import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../app/routes';
import { ticketSearch } from './ticketSearch';

export const ticketRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/tickets/$id',
  validateSearch: ticketSearch,
  staticData: { right: 'view_tickets' },
  component: lazyRouteComponent(() => import('./TicketPage')),
});
