import { createRoute } from '@tanstack/react-router';
import { IconLayoutDashboard } from '@tabler/icons-react';
import { Home } from '../../app/Home';
import { rootRoute } from '../../app/routes';

/** The start page; whoever may not see its figures is led to the first page that they may see. */
export const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  staticData: { nav: { section: 'desk', label: 'nav.dashboard', icon: IconLayoutDashboard, right: 'view_tickets' } },
  component: Home,
});
