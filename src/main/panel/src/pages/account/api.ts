import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, api, type Schema } from '../../api/client';

export type Account = Schema['Account'];

const KEY = ['own-account'];

/** The account of the person; null for who has none. */
export function useAccount() {
  return useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => (await answered(api.GET('/api/user/account', { signal }))).account,
  });
}

/** A change of the account, behind which it is asked for again. */
export function useChange<T, R>(change: (wanted: T) => Promise<R>, done?: (result: R) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (result) => {
      done?.(result);
      return queries.invalidateQueries({ queryKey: KEY });
    },
  });
}
