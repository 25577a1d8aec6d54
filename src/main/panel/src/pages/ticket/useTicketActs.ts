import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '../../ui/useConfirm';
import { useToast } from '../../ui/useToast';
import { type Priority, reopen, setPriority, type Ticket, ticketKey, transcriptOf } from './api';
import type { AfterClose } from './CloseDialog';
import type { useMoving } from './useMoving';

interface Props {
  ticket: Ticket;
  setUnread: () => Promise<boolean>;
  moving: ReturnType<typeof useMoving>;
}

/** What can be done with a ticket as a whole. */
export function useTicketActs({ ticket, setUnread, moving }: Props) {
  const { t } = useTranslation('ticket');
  const queries = useQueryClient();
  const toast = useToast();
  const confirm = useConfirm();
  const router = useRouter();
  const key = ticketKey(ticket.id);
  const priorityOf = (priority: Priority) => queries.setQueryData<Ticket>(key, (known) => known && { ...known, priority });
  return {
    copyLink: () =>
      void navigator.clipboard?.writeText(`${location.origin}/tickets/${ticket.id}`).then(
        () => toast.done(t('copied')),
        toast.failed,
      ),
    unread: () =>
      void setUnread().then((done) => {
        if (done) toast.done(t('unread'));
      }),
    /** Shown at once, and as before where the server refuses it. */
    setPriority: (priority: Priority) => {
      const before = ticket.priority;
      if (priority === before) return;
      priorityOf(priority);
      setPriority(ticket.id, priority).catch((failure: unknown) => {
        priorityOf(before);
        toast.failed(failure);
      });
    },
    transcript: () => location.assign(transcriptOf(ticket.id)),
    /** Asks first, and goes to the new ticket. */
    reopen: () =>
      confirm({
        title: t('reopen.title', { name: ticket.member.name }),
        text: t('reopen.text'),
        act: t('act.reopen'),
        onConfirm: () =>
          void reopen(ticket.id).then((id) => {
            void queries.invalidateQueries({ queryKey: key });
            void router.navigate({ to: '/tickets/$id', params: { id } });
          }, toast.failed),
      }),
    closed: (after: AfterClose) => {
      toast.done(t('close.done', { name: ticket.member.name }));
      void queries.invalidateQueries({ queryKey: key });
      if (after === 'next') moving.onward();
    },
  };
}
