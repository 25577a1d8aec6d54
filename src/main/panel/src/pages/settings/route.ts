import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { IconSettings } from '@tabler/icons-react';
import { rootRoute } from '../../app/routes';

export const settingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',
  staticData: { right: 'view_config', nav: { section: 'manage', label: 'nav.settings', icon: IconSettings } },
  component: lazyRouteComponent(() => import('./SettingsPage')),
});
