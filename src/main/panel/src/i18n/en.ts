// English, the language that all others fall back to: one file for each area, one line for each file.
import account from '../locales/en/account.json';
import allsessions from '../locales/en/allsessions.json';
import apikeys from '../locales/en/apikeys.json';
import audit from '../locales/en/audit.json';
import bans from '../locales/en/bans.json';
import common from '../locales/en/common.json';
import dashboard from '../locales/en/dashboard.json';
import health from '../locales/en/health.json';
import keys from '../locales/en/keys.json';
import landing from '../locales/en/landing.json';
import palette from '../locales/en/palette.json';
import permissions from '../locales/en/permissions.json';
import search from '../locales/en/search.json';
import sessions from '../locales/en/sessions.json';
import settings from '../locales/en/settings.json';
import ticket from '../locales/en/ticket.json';
import tickets from '../locales/en/tickets.json';
import webhooks from '../locales/en/webhooks.json';

export const en = {
  account,
  allsessions,
  apikeys,
  audit,
  bans,
  common,
  dashboard,
  health,
  keys,
  landing,
  palette,
  permissions,
  search,
  sessions,
  settings,
  ticket,
  tickets,
  webhooks,
};
