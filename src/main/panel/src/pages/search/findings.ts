import { answered, api, type Schema } from '../../api/client';
import type { Question } from './question';

/** A piece of a text; `hit` is what was asked for. */
export type Piece = Schema['FoundMessage']['snippet'][number];

/** Asks for messages and tickets that have all words of a question. */
export function find(
  asked: Question & { q: string; limit?: number; after?: string },
  signal: AbortSignal,
): Promise<Schema['SearchResult']> {
  return answered(api.GET('/api/search', { params: { query: asked }, signal }));
}
