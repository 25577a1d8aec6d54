import { Center } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { sessionQuery } from '../api/session';
import { LiveProvider } from '../live';
import { ErrorNote } from '../ui/ErrorNote';
import { Loading } from '../ui/Loading';
import { Landing } from './Landing';
import { Shell } from './Shell';

/** What is shown also to whom nothing is granted. */
const OWN: readonly string[] = ['/account', '/sessions'];

/** The landing page, or the shell with the page that the address names. */
export function Gate() {
  const session = useQuery(sessionQuery);
  const path = useRouterState({ select: (state) => state.location.pathname });
  if (session.data === undefined) {
    return (
      <Center mih="100vh" p="md">
        {session.error ? (
          <ErrorNote error={session.error} onRetry={() => void session.refetch()} />
        ) : (
          <Loading />
        )}
      </Center>
    );
  }
  if (session.data.kind === 'stranger' && OWN.includes(path)) return <Shell person={session.data.person} />;
  if (session.data.kind !== 'person') return <Landing session={session.data} />;
  return (
    <LiveProvider key={session.data.id}>
      <Shell person={session.data} />
    </LiveProvider>
  );
}
