import { DirectionProvider, MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { onSessionLost } from '../api/client';
import { Problem } from '../api/problem';
import { leave, sessionQuery } from '../api/session';
import { nonce } from './nonce';
import { surfaces, theme } from './theme';

/** Nothing is asked again that the server refused. */
function retry(count: number, failure: unknown): boolean {
  return count < 2 && !(failure instanceof Problem && failure.status >= 400 && failure.status < 500);
}

const queries = new QueryClient({
  defaultOptions: { queries: { retry, staleTime: 10_000 }, mutations: { retry: false } },
});

/** A call that says 401 leads to the landing page, which says why. */
function noteSessionLost(): void {
  const known = queries.getQueryData(sessionQuery.queryKey);
  if (known && known.kind !== 'nobody') leave(queries, true);
}

export function Providers({ direction, children }: { direction: 'ltr' | 'rtl'; children: ReactNode }) {
  useEffect(() => onSessionLost(noteSessionLost), []);
  return (
    <DirectionProvider initialDirection={direction} detectDirection={false}>
      <MantineProvider theme={theme} defaultColorScheme="auto" cssVariablesResolver={surfaces} getStyleNonce={() => nonce}>
        <QueryClientProvider client={queries}>
          <ModalsProvider modalProps={{ centered: true }}>
            <Notifications position="bottom-right" limit={4} />
            {children}
          </ModalsProvider>
        </QueryClientProvider>
      </MantineProvider>
    </DirectionProvider>
  );
}
