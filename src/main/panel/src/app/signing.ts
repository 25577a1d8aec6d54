import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answered, api } from '../api/client';
import { leave } from '../api/session';
import { useToast } from '../ui/useToast';

const LONGEST = 512;

/** The address that signs in and leads back to this page. */
export function signInAddress(place: Pick<Location, 'pathname' | 'search'>): string {
  const query = new URLSearchParams(place.search);
  query.delete('login');
  const kept = query.toString();
  const back = place.pathname + (kept ? `?${kept}` : '');
  // The server leads to paths of its own alone, and not to long ones.
  return back === '/' || back.length > LONGEST
    ? '/api/auth/login'
    : `/api/auth/login?redirect=${encodeURIComponent(back)}`;
}

/** Ends the session of this browser. */
export function useSignOut() {
  const queries = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: () => answered(api.POST('/api/auth/logout')),
    onSuccess: () => leave(queries, false),
    onError: toast.failed,
  });
}
