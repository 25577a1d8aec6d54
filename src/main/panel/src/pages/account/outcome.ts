/** What became of linking an account, as the server says it in the address. */
export const OUTCOMES = [
  'linked',
  'linked_otherwise',
  'expired',
  'denied',
  'refused',
  'misconfigured',
  'unreachable',
] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** The search parameters of the page. */
export function accountSearch(search: Record<string, unknown>): { login?: Outcome } {
  const login = OUTCOMES.find((one) => one === search.login);
  return login ? { login } : {};
}
