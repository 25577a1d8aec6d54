/** The day of a moment where the reader is, to compare. */
export function dayOf(at: string): string {
  const moment = new Date(at);
  return `${moment.getFullYear()}-${moment.getMonth()}-${moment.getDate()}`;
}

/** A day in words. */
export function dayInWords(at: string, language: string): string {
  return new Intl.DateTimeFormat(language, { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' }).format(new Date(at));
}

/** The time of day. */
export function timeInWords(at: string, language: string): string {
  return new Intl.DateTimeFormat(language, { timeStyle: 'short' }).format(new Date(at));
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** The size of a file, in units of 1,000 bytes. */
export function sizeInWords(bytes: number, language: string): string {
  const step = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: UNITS[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  }).format(value);
}

/** Whether a browser shows a file as an image. */
export function isImage(name: string): boolean {
  return /\.(png|jpe?g|gif|webp)$/i.test(name);
}
