/** A tree of texts, as a file of a language holds it. */
export interface Texts {
  [key: string]: string | Texts;
}

// What i18next fills in or reads: {{name}}, $t(key), <0>.
const KEPT = /(\{\{[^}]*\}\}|\$t\([^)]*\)|<[^>]*>)/;
const RIGHT_TO_LEFT = '\u202e';
const END = '\u202c';

function mirrored(text: string): string {
  return text
    .split(KEPT)
    .map((part) =>
      KEPT.test(part) ? part : part.replace(/[\p{L}\p{N}]+/gu, (word) => RIGHT_TO_LEFT + word + END),
    )
    .join('');
}

/**
 * The pseudo-language en-XB: English words that run from right to left. A text that looks as
 * always in it is not in the catalogue.
 */
export function pseudo(texts: Texts): Texts {
  return Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [
      key,
      typeof text === 'string' ? mirrored(text) : pseudo(text),
    ]),
  );
}
