import type { Message } from './conversation';
import type { Going } from './sender';

type Told = Pick<Message, 'number' | 'kind' | 'text'> & { author: Pick<Message['author'], 'id'> };

/**
 * Those of which the conversation does not tell yet. It may tell of one before the server has
 * answered: by a message of the person with the same words, newer than all that was there before.
 *
 * @param messages in their order
 * @param person the id of the sender
 */
export function untold(going: readonly Going[], messages: readonly Told[], person: string): Going[] {
  const newest = messages.at(-1)?.number ?? 0;
  const claimed = new Set(going.flatMap((one) => one.number ?? []));
  return going.filter((one) => {
    if (one.number !== null) return one.number > newest;
    if (one.unconfirmed || one.givenUp) return true;
    const told = messages.find(
      ({ number, kind, text, author }) =>
        number > one.after && !claimed.has(number) && kind === one.kind && author.id === person && (text ?? '').trim() === one.content.text.trim(),
    );
    if (!told) return true;
    claimed.add(told.number);
    return false;
  });
}
