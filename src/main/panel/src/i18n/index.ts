import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { chosen, type Language } from './languages';

const KEPT = 'switchboard-language';

function kept(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

/** Keeps the choice in this browser, and shows the page in that language. */
export function choose(language: Language): void {
  try {
    localStorage.setItem(KEPT, language.code);
  } catch {
    // A browser that keeps nothing is told by the address, until the page is left.
  }
  const address = new URL(location.href);
  address.searchParams.delete('lang');
  if (kept() !== language.code) address.searchParams.set('lang', language.code);
  // All texts, formats and the direction are read when the page is loaded.
  if (address.href === location.href) location.reload();
  else location.replace(address);
}

/** Prepares the texts and gives the language in use. */
export async function startLanguage(): Promise<Language> {
  const asked = new URLSearchParams(location.search).get('lang');
  const language = chosen(asked, kept(), navigator.languages);
  const english = chosen('en', null, []);
  const resources = { [english.code]: await english.load(), [language.code]: await language.load() };
  await i18next.use(initReactI18next).init({
    lng: language.code,
    fallbackLng: english.code,
    defaultNS: 'common',
    ns: Object.keys(resources[english.code] ?? {}),
    resources,
    // React escapes.
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = language.code;
  document.documentElement.dir = language.direction;
  return language;
}
