import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useToast } from '../../ui/useToast';
import { type Held, heldKey, heldReplies, takeBack } from './api';
import type { TicketDesk } from './desk';
import type { DraftContent } from './draftBox';

const AFTER_DUE = 300;
const AGAIN = 1_000;

/** The replies that can still be taken back, and those of the person that were refused. */
export function useHeld(desk: TicketDesk, enabled: boolean) {
  const queries = useQueryClient();
  const toast = useToast();
  const key = heldKey(desk.id);
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => heldReplies(desk.id, signal),
    enabled,
    refetchInterval: (query) => {
      const waiting = query.state.data?.filter((one) => one.state !== 'refused') ?? [];
      if (waiting.length === 0) return false;
      const due = Math.min(...waiting.map((one) => Date.parse(one.due_at)));
      return Math.max(AGAIN, due + AFTER_DUE - Date.now());
    },
  });

  const add = useCallback(
    (held: string, dueAt: string, content: DraftContent, author: { id: string; name: string }) =>
      queries.setQueryData<Held[]>(key, (known = []) => [
        ...known.filter((one) => one.id !== held),
        { id: held, own: true, author, state: 'held', refused: null, ...content, files: [...content.files], due_at: dueAt },
      ]),
    [queries, key],
  );

  const undo = useCallback(
    async (held: string): Promise<boolean> => {
      try {
        const taken = await takeBack(desk.id, held);
        if (taken.restored) desk.drafts.reply.restored(taken.draft);
        else desk.drafts.reply.putBack(taken);
        queries.setQueryData<Held[]>(key, (known = []) => known.filter((one) => one.id !== held));
        return true;
      } catch (failure) {
        toast.failed(failure);
        void queries.invalidateQueries({ queryKey: key });
        return false;
      }
    },
    [desk, queries, key, toast],
  );
  return { held: data ?? [], add, undo };
}
