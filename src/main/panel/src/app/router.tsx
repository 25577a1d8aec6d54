import { createRouter } from '@tanstack/react-router';
import { pages } from '../pages/list';
import { homeRoute } from '../pages/dashboard/route';
import { Loading } from '../ui/Loading';
import { parseAddress, writeAddress } from './address';
import { CrashPage } from './CrashPage';
import { rootRoute } from './routes';

export const router = createRouter({
  routeTree: rootRoute.addChildren([homeRoute, ...pages]),
  parseSearch: parseAddress,
  stringifySearch: writeAddress,
  defaultPreload: 'intent',
  defaultPendingComponent: Loading,
  defaultErrorComponent: CrashPage,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
