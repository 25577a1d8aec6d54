import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useMemo } from 'react';
import { neighbour, rememberedOrder } from '../../tickets/order';
import { openTickets } from './api';

/** The ways from a ticket to others, along the list that was shown. */
export function useMoving(id: string) {
  const router = useRouter();
  const order = useMemo(rememberedOrder, []);
  const { data } = useQuery({ queryKey: ['open-tickets'], queryFn: ({ signal }) => openTickets(signal), enabled: order === null });
  const ids = order?.ids ?? data ?? [];
  const to = (other: string | null) => other !== null && void router.navigate({ to: '/tickets/$id', params: { id: other } });
  const back = () => router.history.push(`/tickets${order?.search ?? ''}`);
  const after = neighbour(ids, id, 1);
  return {
    next: () => to(after),
    previous: () => to(neighbour(ids, id, -1)),
    back,
    /** To the next ticket, or the one before the last, or the list. */
    onward: () => {
      const other = after ?? neighbour(ids, id, -1);
      if (other === null) back();
      else to(other);
    },
  };
}
