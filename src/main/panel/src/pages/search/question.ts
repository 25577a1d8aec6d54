/** The longest question that the server takes. */
export const LONGEST_QUESTION = 200;

export const KINDS = ['member', 'reply', 'note'] as const;
export const STATUSES = ['open', 'closed'] as const;

/** A search as its address names it. */
export interface Question {
  q?: string;
  /** Only tickets of this status; both otherwise. */
  status?: (typeof STATUSES)[number];
  /** Only messages of this kind; all otherwise. */
  kind?: (typeof KINDS)[number];
}

/** Reads an address; what is none of ours is ignored. */
export function question(raw: Record<string, unknown>): Question {
  const q = typeof raw.q === 'number' ? String(raw.q) : raw.q;
  const status = STATUSES.find((one) => one === raw.status);
  const kind = KINDS.find((one) => one === raw.kind);
  return {
    ...(typeof q === 'string' && q.trim() !== '' ? { q: q.slice(0, LONGEST_QUESTION) } : {}),
    ...(status ? { status } : {}),
    ...(kind ? { kind } : {}),
  };
}
