import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useToast } from '../../ui/useToast';
import { LISTS, UNREAD } from './queryKeys';
import { markUnread } from './rest';

/** Marks a ticket as unread for the person. */
export function useMarkUnread(): (id: string) => void {
  const { t } = useTranslation('tickets');
  const queries = useQueryClient();
  const toast = useToast();
  const marking = useMutation({
    mutationFn: markUnread,
    onSuccess: (_, id) => {
      toast.done(t('row.markedUnread', { id }));
      void queries.invalidateQueries({ queryKey: UNREAD });
      return queries.invalidateQueries({ queryKey: LISTS });
    },
    onError: toast.failed,
  });
  return marking.mutate;
}
