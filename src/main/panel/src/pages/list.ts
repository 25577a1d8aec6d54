// All pages: one line each. A page is a folder here with its route.ts; the product serves the
// panel at the first part of each path that this list names.
import { accountRoute } from './account/route';
import { allSessionsRoute } from './allsessions/route';
import { apiKeysRoute } from './apikeys/route';
import { auditRoute } from './audit/route';
import { bansRoute } from './bans/route';
import { healthRoute } from './health/route';
import { permissionsRoute } from './permissions/route';
import { searchRoute } from './search/route';
import { sessionsRoute } from './sessions/route';
import { settingsRoute } from './settings/route';
import { ticketRoute } from './ticket/route';
import { ticketsRoute } from './tickets/route';
import { webhookRoute, webhooksRoute } from './webhooks/route';

export const pages = [
  ticketsRoute,
  ticketRoute,
  searchRoute,
  settingsRoute,
  permissionsRoute,
  allSessionsRoute,
  apiKeysRoute,
  webhooksRoute,
  webhookRoute,
  bansRoute,
  auditRoute,
  healthRoute,
  accountRoute,
  sessionsRoute,
] as const;
