import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { IconBan, IconLock, IconPlugConnectedX } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answered, api, type Schema } from '../../api/client';
import { Problem } from '../../api/problem';
import { may, usePerson } from '../../api/session';
import { type Column, DataTable } from '../../ui/DataTable';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { Initials } from '../../ui/Initials';
import { Loading } from '../../ui/Loading';
import { PageFrame } from '../../ui/PageFrame';

type Ban = Schema['Ban'];

/** Who is banned from the community guild. */
export default function BansPage() {
  const { t } = useTranslation('bans');
  const list = useInfiniteQuery({
    queryKey: ['bans'],
    queryFn: ({ pageParam, signal }) =>
      answered(api.GET('/api/bans', { params: { query: { after: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const bans = list.data?.pages.flatMap((page) => page.bans);
  return (
    <PageFrame title={t('title')} text={t('text')}>
      {list.error && <Refusal error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Loading />}
      {bans?.length === 0 && <EmptyState icon={IconBan} title={t('empty.title')} text={t('empty.text')} />}
      {bans && bans.length > 0 && (
        <Stack gap="sm">
          <BanTable bans={bans} />
          <Group justify="space-between">
            <Text size="sm" c="dimmed" role="status">
              {t(list.hasNextPage ? 'some' : 'all', { count: bans.length })}
            </Text>
            {list.hasNextPage && (
              <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                {t('more')}
              </Button>
            )}
          </Group>
        </Stack>
      )}
    </PageFrame>
  );
}

/** What Discord does not allow, and what it does not answer, in words for those who can help it. */
function Refusal({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation(['bans', 'common']);
  const status = error instanceof Problem && error.code !== 'starting' ? error.status : undefined;
  if (status !== 409 && status !== 503) return <ErrorNote error={error} onRetry={onRetry} />;
  const why = status === 409 ? 'refused' : 'unreachable';
  return (
    <div role="alert">
      <EmptyState
        icon={status === 409 ? IconLock : IconPlugConnectedX}
        title={t(`${why}.title`)}
        text={t(`${why}.text`)}
      >
        <Button variant="light" mt="sm" onClick={onRetry}>
          {t('common:act.retry')}
        </Button>
      </EmptyState>
    </div>
  );
}

function BanTable({ bans }: { bans: readonly Ban[] }) {
  const { t } = useTranslation('bans');
  const person = usePerson();
  const columns: Column<Ban>[] = [
    { key: 'user', head: t('column.user'), as: 'lead', cell: (ban) => <Who ban={ban} /> },
    {
      key: 'reason',
      head: t('column.reason'),
      cell: (ban) =>
        ban.ban_reason ? (
          <bdi style={{ overflowWrap: 'anywhere' }}>{ban.ban_reason}</bdi>
        ) : (
          <Text span size="sm" c="dimmed">
            {t('noReason')}
          </Text>
        ),
    },
    { key: 'id', head: t('column.id'), cell: (ban) => <bdi dir="ltr">{ban.user_id}</bdi> },
  ];
  if (may(person, 'view_tickets')) {
    columns.push({
      key: 'tickets',
      head: t('column.tickets'),
      cell: (ban) => (
        <Anchor
          size="sm"
          aria-label={t('ticketsNamed', { name: ban.name })}
          renderRoot={(props) => <Link {...props} to="/tickets" search={{ status: 'all', member: ban.user_id }} />}
        >
          {t('tickets')}
        </Anchor>
      ),
    });
  }
  return <DataTable label={t('list')} columns={columns} rows={bans} id={(ban) => ban.user_id} />;
}

function Who({ ban }: { ban: Ban }) {
  return (
    <Group gap="sm" wrap="nowrap">
      <Initials name={ban.name} />
      <Stack gap={0} miw={0}>
        <Text size="sm" fw={600}>
          <bdi>{ban.name}</bdi>
        </Text>
        {ban.name !== ban.username && (
          <Text size="xs" c="dimmed">
            <bdi dir="ltr">@{ban.username}</bdi>
          </Text>
        )}
      </Stack>
    </Group>
  );
}

