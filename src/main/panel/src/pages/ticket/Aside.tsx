import { Anchor, Badge, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../ui/useWords';
import type { Viewer } from '../../live';
import { Initials } from '../../ui/Initials';
import { Time } from '../../ui/Time';
import { memberOf, type Ticket, ticketsOf } from './api';
import { MergeInto, Related } from './Related';
import classes from './TicketPage.module.css';
import { ViewerNames } from './Viewers';

/** What is good to know beside the conversation. */
export function Aside({ ticket, viewers }: { ticket: Ticket; viewers: readonly Viewer[] }) {
  const { t } = useTranslation('ticket');
  return (
    <Stack gap="lg">
      <Member ticket={ticket} />
      <section>
        <Head>{t('here.label')}</Head>
        {viewers.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t('here.nobody')}
          </Text>
        ) : (
          <ViewerNames viewers={viewers} />
        )}
      </section>
      <section>
        <Head>{t('aside.ticket')}</Head>
        <dl className={classes.facts}>
          <Fact name={t('aside.opened')}>
            <Time at={ticket.opened_at} as="exact" />
          </Fact>
          {ticket.closure && (
            <>
              {ticket.closure.closed_at && (
                <Fact name={t('aside.closed')}>
                  <Time at={ticket.closure.closed_at} as="exact" />
                </Fact>
              )}
              <Fact name={t('aside.closedBy')}>
                <bdi>{ticket.closure.by.name}</bdi>
                {ticket.closure.silent && ` · ${t('aside.silent')}`}
              </Fact>
              {ticket.closure.reason && (
                <Fact name={t('aside.reason')}>
                  <span dir="auto">{ticket.closure.reason}</span>
                </Fact>
              )}
            </>
          )}
          <Fact name={t('aside.messages')}>
            {t('aside.counts', { member: ticket.messages.member, replies: ticket.messages.replies, notes: ticket.messages.notes })}
          </Fact>
        </dl>
        {ticket.transcript && (
          <Anchor href={ticket.transcript} target="_blank" rel="noopener" size="sm">
            {t('aside.transcript')}
          </Anchor>
        )}
      </section>
      <Earlier ticket={ticket} />
    </Stack>
  );
}

function Head({ children }: { children: ReactNode }) {
  return (
    <Title order={2} size="xs" c="dimmed" mb={6}>
      {children}
    </Title>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Member({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('ticket');
  const id = ticket.member.id;
  const { data: member } = useQuery({ queryKey: ['member', id], queryFn: ({ signal }) => memberOf(id, signal), staleTime: 60_000 });
  const place = member?.membership;
  return (
    <section>
      <Group gap="sm" wrap="nowrap" mb="xs">
        <Initials name={ticket.member.name} size="md" />
        <div className={classes.who}>
          <Text fw={650} size="sm" truncate>
            <bdi>{ticket.member.name}</bdi>
          </Text>
          <Text size="xs" c="dimmed" truncate>
            <bdi>{ticket.member.username}</bdi>
          </Text>
        </div>
      </Group>
      <dl className={classes.facts}>
        <Fact name={t('member.id')}>
          <bdi dir="ltr">{id}</bdi>
        </Fact>
        {member && (
          <>
            <Fact name={t('member.state')}>{t(`member.${member.state}`)}</Fact>
            {place?.nickname && (
              <Fact name={t('member.nickname')}>
                <bdi>{place.nickname}</bdi>
              </Fact>
            )}
            {place?.joined_at && (
              <Fact name={t('member.joined')}>
                <Time at={place.joined_at} />
              </Fact>
            )}
            <Fact name={t('member.created')}>
              <Time at={member.account_created_at} />
            </Fact>
            {place?.timed_out_until && (
              <Fact name={t('member.timedOut')}>
                <Time at={place.timed_out_until} />
              </Fact>
            )}
          </>
        )}
      </dl>
      {place && place.roles.length > 0 && (
        <Group gap={4} mt={6} aria-label={t('member.roles')} role="group">
          {place.roles.map((role) => (
            <Badge key={role} size="sm" variant="default" tt="none">
              {role}
            </Badge>
          ))}
        </Group>
      )}
    </section>
  );
}

function Earlier({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('ticket');
  const words = useWords();
  const id = ticket.member.id;
  const list = useQuery({ queryKey: ['tickets-of', id], queryFn: ({ signal }) => ticketsOf(id, signal) });
  const others = list.data?.filter((one) => one.id !== ticket.id);
  return (
    <section>
      <Head>{t('earlier.title')}</Head>
      <Related ticket={ticket} />
      {list.isPending && <Skeleton h={20} />}
      {list.error && <Text size="sm">{words(list.error).text}</Text>}
      {others?.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('earlier.none')}
        </Text>
      )}
      <ul className={classes.earlier}>
        {others?.map((one) => (
          <li key={one.id}>
            <Anchor renderRoot={(props) => <Link {...props} to="/tickets/$id" params={{ id: one.id }} />} size="sm">
              <bdi dir="ltr">#{one.id}</bdi> · {t(`status.${one.status}`)}
            </Anchor>
            <Text size="xs" c="dimmed">
              <Time at={one.opened_at} />
              {one.closure?.reason && <span dir="auto"> · {one.closure.reason}</span>}
            </Text>
            <MergeInto ticket={ticket} into={one.id} />
          </li>
        ))}
      </ul>
    </section>
  );
}
