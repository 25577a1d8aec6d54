/** The name and the id of a caller as the audit log names people: `123 (Anna)`. */
export function caller(text: string): { name: string; id?: string } {
  const [, id, name] = /^(\d+) \((.+)\)$/s.exec(text) ?? [];
  return id && name ? { name, id } : { name: text };
}
