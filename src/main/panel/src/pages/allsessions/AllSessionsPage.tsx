import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { IconDevicesCog } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answered, api, type Schema } from '../../api/client';
import { type Column, DataTable } from '../../ui/DataTable';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { Loading } from '../../ui/Loading';
import { PageFrame } from '../../ui/PageFrame';
import { Time } from '../../ui/Time';
import { useConfirm } from '../../ui/useConfirm';
import { useToast } from '../../ui/useToast';
import { useDeviceName } from '../sessions/useDeviceName';

type Session = Schema['SessionOfAnybody'];

const KEY = ['all-sessions'];

/** The sessions of everybody, for administrators. */
export default function AllSessionsPage() {
  const { t } = useTranslation('allsessions');
  const list = useInfiniteQuery({
    queryKey: KEY,
    queryFn: ({ pageParam, signal }) =>
      answered(api.GET('/api/admin/sessions', { params: { query: { after: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const sessions = list.data?.pages.flatMap((page) => page.sessions);
  return (
    <PageFrame title={t('title')} text={t('text')}>
      {list.error && <ErrorNote error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Loading />}
      {sessions?.length === 0 && !list.hasNextPage && (
        <EmptyState icon={IconDevicesCog} title={t('empty')} text={t('text')} />
      )}
      {sessions && (
        <Stack gap="sm">
          {sessions.length > 0 && <Sessions sessions={sessions} />}
          {list.hasNextPage && (
            <Group justify="flex-end">
              <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                {t('more')}
              </Button>
            </Group>
          )}
        </Stack>
      )}
    </PageFrame>
  );
}

function Sessions({ sessions }: { sessions: readonly Session[] }) {
  const { t } = useTranslation('allsessions');
  const device = useDeviceName();
  const columns: Column<Session>[] = [
    { key: 'who', head: t('column.who'), as: 'lead', cell: (session) => <Who session={session} /> },
    { key: 'device', head: t('column.device'), cell: (session) => device(session.device) },
    { key: 'address', head: t('column.address'), cell: (session) => <bdi dir="ltr">{session.address}</bdi> },
    { key: 'used', head: t('column.used'), cell: (session) => <Time at={session.last_used_at} /> },
    { key: 'act', head: t('column.act'), as: 'acts', cell: (session) => <Ends session={session} /> },
  ];
  return <DataTable label={t('title')} columns={columns} rows={sessions} id={(session) => session.id} />;
}

function Who({ session }: { session: Session }) {
  const { t } = useTranslation('allsessions');
  return (
    <Group gap="xs">
      <Text size="sm" fw={600}>
        <bdi>{session.holder_name}</bdi>
      </Text>
      <Badge variant="light" size="sm" tt="none" color="gray">
        {t(`by.${session.holder_type}`)}
      </Badge>
      {session.current && (
        <Badge variant="light" color="teal" size="sm" tt="none">
          {t('current')}
        </Badge>
      )}
    </Group>
  );
}

function Ends({ session }: { session: Session }) {
  const { t } = useTranslation('allsessions');
  const queries = useQueryClient();
  const toast = useToast();
  const confirm = useConfirm();
  const name = session.holder_name;
  const end = useMutation({
    mutationFn: async (all: boolean) => {
      if (!all) {
        await answered(api.DELETE('/api/admin/sessions/{id}', { params: { path: { id: session.id } } }));
      } else if (session.holder_type === 'account') {
        const path = { name: session.holder_id };
        await answered(api.DELETE('/api/admin/accounts/{name}/sessions', { params: { path } }));
      } else {
        const path = { id: session.holder_id };
        await answered(api.DELETE('/api/admin/users/{id}/sessions', { params: { path } }));
      }
    },
    onSuccess: () => toast.done(t('ended')),
    onError: toast.failed,
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
  const ask = (all: boolean) =>
    confirm({
      title: t(all ? 'confirm.all' : 'confirm.one'),
      text: t(all ? 'confirm.allText' : 'confirm.oneText', { name }),
      act: t(all ? 'endAll' : 'end'),
      danger: true,
      onConfirm: () => end.mutate(all),
    });
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      <Button
        variant="subtle"
        color="red"
        size="compact-sm"
        loading={end.isPending}
        aria-label={t('endNamed', { name })}
        onClick={() => ask(false)}
      >
        {t('end')}
      </Button>
      <Button variant="subtle" color="red" size="compact-sm" aria-label={t('endAllNamed', { name })} onClick={() => ask(true)}>
        {t('endAll')}
      </Button>
    </Group>
  );
}
