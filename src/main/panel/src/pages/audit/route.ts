import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { IconHistory } from '@tabler/icons-react';
import { rootRoute } from '../../app/routes';
import { auditFilters } from './filters';

export const auditRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/audit',
  validateSearch: auditFilters,
  staticData: { right: 'view_audit', nav: { section: 'manage', label: 'nav.audit', icon: IconHistory } },
  component: lazyRouteComponent(() => import('./AuditPage')),
});
