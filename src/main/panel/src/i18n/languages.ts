import { en } from './en';
import { pseudo, type Texts } from './pseudo';

/** A language of the panel. */
export interface Language {
  /** BCP 47. */
  code: string;
  /** Its own name for itself. */
  name: string;
  direction: 'ltr' | 'rtl';
  /** For tests alone: not offered. */
  hidden?: boolean;
  /** Its texts by area. Another language than English comes in a chunk of its own. */
  load: () => Promise<Record<string, Texts>>;
}

/** All of them; the first is the one that others fall back to. */
export const languages: readonly [Language, ...Language[]] = [
  { code: 'en', name: 'English', direction: 'ltr', load: async () => en },
  {
    code: 'en-XB',
    name: 'English, right to left',
    direction: 'rtl',
    hidden: true,
    load: async () => pseudo(en) as Record<string, Texts>,
  },
];

/** Those to choose from; the ones for tests only while the panel is developed. */
export function offered(development: boolean): readonly Language[] {
  return languages.filter((language) => development || !language.hidden);
}

/** The language of the address (?lang=), of the last choice, or of the browser. */
export function chosen(asked: string | null, kept: string | null, browser: readonly string[]): Language {
  const exact = [asked, kept]
    .map((code) => languages.find((language) => language.code === code))
    .find((language) => language !== undefined);
  return (
    exact ??
    browser
      .map((code) => languages.find((one) => !one.hidden && one.code === code.split('-')[0]))
      .find((language) => language !== undefined) ??
    languages[0]
  );
}
