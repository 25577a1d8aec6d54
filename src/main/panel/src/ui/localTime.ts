/** A moment as an input of date and time has it, where the browser is. */
export function toLocal(at: string | undefined): string {
  if (!at) return '';
  const moment = new Date(at);
  const minutes = moment.getTime() - moment.getTimezoneOffset() * 60_000;
  return new Date(minutes).toISOString().slice(0, 16);
}

/** RFC 3339 of what such an input has; undefined for no moment since 1970. */
export function fromLocal(text: string): string | undefined {
  const at = new Date(text).getTime();
  return Number.isNaN(at) || at < 0 ? undefined : new Date(at).toISOString();
}
