import { Anchor, Group, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive } from '../../live';
import { plain } from '../../markdown/plain';
import { ErrorNote } from '../../ui/ErrorNote';
import { Initials } from '../../ui/Initials';
import { useNow } from '../../ui/useNow';
import { Changes } from '../../live/changes';
import { LISTS } from '../tickets/queryKeys';
import { fetchPart } from '../tickets/rest';
import { nameOf, ticketLink } from '../tickets/ticket';
import { shortSpan, waitOf } from '../tickets/waiting';
import classes from './Dashboard.module.css';

const WANTED = { status: 'open', awaiting: 'staff', sort: 'waiting' } as const;
const MOST = 5;
const EVERY = 2_000;
const KEY = [...LISTS, 'longest'] as const;

/** The members who have waited longest, each with the way to the ticket. */
export function LongestWaiting() {
  const { t, i18n } = useTranslation('dashboard');
  const now = useNow();
  const queries = useQueryClient();
  const list = useQuery({ queryKey: KEY, queryFn: ({ signal }) => fetchPart(WANTED, null, signal) });
  const changes = useRef<Changes | null>(null);
  useEffect(() => {
    const made = new Changes(EVERY, () => void queries.invalidateQueries({ queryKey: KEY, exact: true }));
    changes.current = made;
    return () => made.close();
  }, [queries]);
  useLive((event) => {
    if (event.name.startsWith('ticket.') || event.name === 'message.created') changes.current?.add('');
  });
  return (
    <section className={classes.card} aria-label={t('longest.title')}>
      <Group justify="space-between">
        <Title order={2} size="h5">
          {t('longest.title')}
        </Title>
        <Anchor component={Link} to="/tickets" size="sm">
          {t('longest.all')}
        </Anchor>
      </Group>
      {list.error && <ErrorNote error={list.error} onRetry={() => void list.refetch()} />}
      {list.data?.tickets.length === 0 && (
        <Text size="sm" c="dimmed" mt="xs">
          {t('longest.none')}
        </Text>
      )}
      <ul className={classes.plain}>
        {list.data?.tickets.slice(0, MOST).map((ticket) => {
          const since = ticket.waiting_since ?? ticket.opened_at;
          const waits = now - Date.parse(since);
          return (
            <li key={ticket.id} className={classes.waiting}>
              <Initials name={nameOf(ticket.member)} size={26} />
              <Link {...ticketLink(ticket.id)} className={classes.waitingLink}>
                <bdi>{nameOf(ticket.member)}</bdi> <span className={classes.dim}>#{ticket.id}</span>
              </Link>
              <span className={classes.waitingText}>
                <bdi>{plain(ticket.last_message?.text ?? '')}</bdi>
              </span>
              <time dateTime={since} title={since} className={classes.wait} data-wait={waitOf(waits)}>
                {shortSpan(waits, i18n.language)}
              </time>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
