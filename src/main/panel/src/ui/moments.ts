const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];
const LONGEST_DAYS = 7;

/** How long ago or how soon; a date from a week on. */
export function relative(at: Date, now: number, language: string): string {
  const seconds = (at.getTime() - now) / 1000;
  if (Math.abs(seconds) >= LONGEST_DAYS * 86_400) {
    return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(at);
  }
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  for (const [unit, length] of STEPS) {
    if (Math.abs(seconds) >= length) return words.format(Math.trunc(seconds / length), unit);
  }
  return words.format(0, 'second');
}

/** Date and time in words. */
export function exact(at: Date, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}
