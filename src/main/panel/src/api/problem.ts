/** A wrong field of a request. */
export interface FieldProblem {
  /** Its place in the body without the first slash, or the name of the parameter. */
  field: string;
  code: string;
  detail: string;
}

/** Why a request was not carried out (RFC 9457). Compare `code`; `detail` is for people. */
export class Problem extends Error {
  constructor(
    /** 0 where no answer came. */
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly errors: readonly FieldProblem[] = [],
    readonly requestId: string | null = null,
    /** All that the answer says, such as `newer`. */
    readonly body: Readonly<Record<string, unknown>> = {},
    /** How many seconds to wait before it is asked again, where the server says so. */
    readonly retryAfter: number | null = null,
  ) {
    super(detail);
    this.name = 'Problem';
  }

  /** The words about a field, for the input that shows it. */
  of(field: string): string | undefined {
    return this.errors.find((error) => error.field === field)?.detail;
  }
}

/** The code of a request to which no answer came. */
export const UNREACHABLE = 'unreachable';

const text = (value: unknown) => (typeof value === 'string' ? value : '');

/**
 * Reads the header Retry-After: seconds, or a moment.
 *
 * @param now in milliseconds since 1970
 */
export function secondsOf(retryAfter: string | null, now: number): number | null {
  if (retryAfter === null) return null;
  if (/^\s*\d{1,9}\s*$/.test(retryAfter)) return Number(retryAfter);
  const until = Date.parse(retryAfter);
  return Number.isNaN(until) ? null : Math.max(0, Math.ceil((until - now) / 1_000));
}

/**
 * Reads the body of a refusal, whatever it is.
 *
 * @param retryAfter in seconds
 */
export function problemOf(status: number, body: unknown, requestId: string | null, retryAfter: number | null = null): Problem {
  const told = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const errors = Array.isArray(told.errors) ? (told.errors as Record<string, unknown>[]) : [];
  return new Problem(
    status,
    text(told.code) || `http_${status}`,
    text(told.detail) || text(told.error),
    errors.map((one) => ({
      field: text(one?.pointer).replace(/^\//, '') || text(one?.parameter),
      code: text(one?.code),
      detail: text(one?.detail),
    })),
    requestId,
    told,
    retryAfter,
  );
}
