const UNITS: readonly [string, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** A span in its two greatest units, such as `2h 5m`. */
export function span(seconds: number, language: string): string {
  const unit = (name: string, number: number) =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'narrow' }).format(number);
  const at = UNITS.findIndex(([, length]) => seconds >= length);
  const greatest = UNITS[at];
  if (!greatest) return unit('second', Math.max(0, Math.round(seconds)));
  const [name, length] = greatest;
  const whole = Math.floor(seconds / length);
  const next = UNITS[at + 1] ?? ['second', 1];
  const rest = Math.floor((seconds % length) / next[1]);
  return rest === 0 || whole >= 10 ? unit(name, whole) : `${unit(name, whole)} ${unit(next[0], rest)}`;
}

/** A day of UTC in words, without its year. */
export function dayWords(date: string, language: string): string {
  return new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));
}
