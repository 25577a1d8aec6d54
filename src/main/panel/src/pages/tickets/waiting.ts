/** How long somebody waits, in words as short as `5m`. */
export function shortSpan(milliseconds: number, language: string): string {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000));
  const [unit, number] =
    minutes < 60 ? ['minute', minutes] : minutes < 48 * 60 ? ['hour', Math.floor(minutes / 60)] : ['day', Math.floor(minutes / 1440)];
  return new Intl.NumberFormat(language, { style: 'unit', unit: unit as string, unitDisplay: 'narrow' }).format(number as number);
}

/** How urgent a wait has become. */
export type Wait = 'short' | 'long' | 'late';

const HOUR = 3_600_000;

/** One hour is long and a day is late: the product has no targets for answers yet. */
export function waitOf(milliseconds: number): Wait {
  if (milliseconds >= 24 * HOUR) return 'late';
  return milliseconds >= HOUR ? 'long' : 'short';
}
