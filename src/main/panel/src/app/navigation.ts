import { may, type Person } from '../api/session';
import { homeRoute } from '../pages/dashboard/route';
import { pages } from '../pages/list';
import { type PageInfo, SECTIONS } from './routes';

/** The lines of the navigation that a person sees, by section. */
export function navigation(person: Person) {
  const lines = [homeRoute, ...pages].flatMap((page) => {
    const info: PageInfo = page.options.staticData ?? {};
    return info.nav && may(person, info.nav.right ?? info.right) ? [{ to: page.to, nav: info.nav }] : [];
  });
  return SECTIONS.map((section) => ({
    section,
    lines: lines.filter((line) => line.nav.section === section),
  })).filter((group) => group.lines.length > 0);
}
