/** RFC 3339 of seconds since 1970. */
export function ofSeconds(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
