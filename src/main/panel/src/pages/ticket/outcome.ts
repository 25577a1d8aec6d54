import { Problem } from '../../api/problem';

const LONGEST_PAUSE = 30_000;
const MOST_ASKED_FOR = 600_000;
const OPEN: readonly number[] = [408, 425, 429];

/**
 * What a failure says of a request that has an idempotency key: `refused`, it was not carried out;
 * `unknown`, it may have been, and is asked again with the same key.
 *
 * @param unconfirmed whether an earlier attempt had no answer; whoever is not signed in any more does
 *     not learn what became of it
 */
export function outcomeOf(failure: unknown, unconfirmed: boolean): 'refused' | 'unknown' {
  if (!(failure instanceof Problem)) return 'unknown';
  const { status } = failure;
  if (status < 400 || status > 499 || OPEN.includes(status)) return 'unknown';
  return status === 401 && unconfirmed ? 'unknown' : 'refused';
}

/**
 * How long to wait before the next attempt, in milliseconds.
 *
 * @param attempts how many were made, 1 or more
 * @param failure of the last one; the server may ask for a longer pause, up to ten minutes
 */
export function pauseBefore(attempts: number, failure: unknown): number {
  const own = Math.min(LONGEST_PAUSE, 1_000 * 2 ** Math.min(attempts - 1, 10));
  const asked = failure instanceof Problem ? (failure.retryAfter ?? 0) * 1_000 : 0;
  return Math.max(own, Math.min(asked, MOST_ASKED_FOR));
}
