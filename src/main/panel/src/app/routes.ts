import { createRootRoute, type RouteComponent } from '@tanstack/react-router';
import type { TablerIcon } from '@tabler/icons-react';
import type { ParseKeys } from 'i18next';
import type { Permission } from '../api/client';
import { CrashPage } from './CrashPage';
import { Gate } from './Gate';
import { NotFoundPage } from './NotFoundPage';

/** The groups of the navigation, from top to bottom. */
export const SECTIONS = ['desk', 'manage', 'account'] as const;

/** What the shell knows about a page. */
export interface PageInfo {
  /** Who may see it; absent for everybody who is signed in. */
  right?: Permission;
  /** Its line in the navigation; absent for a page that others lead to. */
  nav?: {
    section: (typeof SECTIONS)[number];
    label: ParseKeys<'common'>;
    icon: TablerIcon;
    /** Who sees the line, where that is not who may see the page. */
    right?: Permission;
  };
}

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption extends PageInfo {}
}

/** The parent of all pages: it shows them to those who may see them. */
export const rootRoute = createRootRoute({
  component: Gate as RouteComponent,
  notFoundComponent: NotFoundPage,
  errorComponent: CrashPage,
});
