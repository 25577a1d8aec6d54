import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { IconFilterOff, IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answered, api, type Schema } from '../../api/client';
import { Problem } from '../../api/problem';
import { caller } from '../../ui/callers';
import { type Column, DataTable } from '../../ui/DataTable';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { Loading } from '../../ui/Loading';
import { PageFrame } from '../../ui/PageFrame';
import { Time } from '../../ui/Time';
import classes from './Audit.module.css';
import { Details } from './Details';
import { Filters } from './Filters';
import { type AuditFilters, auditFilters, told } from './filters';

type Entry = Schema['AuditEntry'];

const route = getRouteApi('/audit');

/** Who did what. */
export default function AuditPage() {
  const { t } = useTranslation('audit');
  // The router passes on what is none of ours, such as the language.
  const filters = route.useSearch({ select: (raw) => auditFilters({ ...raw }), structuralSharing: true });
  const navigate = useNavigate();
  const list = useInfiniteQuery({
    queryKey: ['audit', filters],
    queryFn: ({ pageParam, signal }) =>
      answered(api.GET('/api/audit', { params: { query: { ...filters, after: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (part) => part.next ?? undefined,
  });
  const entries = list.data?.pages.flatMap((part) => part.entries);
  const change = (part: AuditFilters) =>
    void navigate({ to: '/audit', search: told({ ...filters, ...part }), replace: true });
  const clear = () => void navigate({ to: '/audit', search: {}, replace: true });
  return (
    <PageFrame title={t('title')} text={t('text')}>
      <Stack gap="md">
        <Filters
          filters={filters}
          problem={list.error instanceof Problem ? list.error : null}
          onChange={change}
          onClear={clear}
        />
        {list.error && <ErrorNote error={list.error} onRetry={() => void list.refetch()} />}
        {list.isPending && <Loading />}
        {entries?.length === 0 && <Nothing filtered={Object.keys(filters).length > 0} onClear={clear} />}
        {entries && entries.length > 0 && (
          <>
            <Entries entries={entries} />
            <Group justify="center">
              {list.hasNextPage ? (
                <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                  {t('more')}
                </Button>
              ) : (
                <Text size="sm" c="dimmed">
                  {t('end')}
                </Text>
              )}
            </Group>
          </>
        )}
      </Stack>
    </PageFrame>
  );
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const { t } = useTranslation('audit');
  if (!filtered) return <EmptyState icon={IconHistory} title={t('empty.title')} text={t('empty.text')} />;
  return (
    <EmptyState icon={IconFilterOff} title={t('empty.filtered')} text={t('empty.filteredText')}>
      <Button variant="light" mt="sm" onClick={onClear}>
        {t('filter.clear')}
      </Button>
    </EmptyState>
  );
}

const COLOURS = { act: 'brand', read: 'gray', refusal: 'red' } as const;

function Entries({ entries }: { entries: readonly Entry[] }) {
  const { t } = useTranslation('audit');
  const columns: Column<Entry>[] = [
    { key: 'at', head: t('column.at'), cell: (entry) => <Time at={entry.at} as="exact" /> },
    {
      key: 'actor',
      head: t('column.actor'),
      cell: (entry) => (
        <Text span size="sm" fw={600} c={entry.actor ? undefined : 'dimmed'}>
          <bdi>{caller(entry.actor).name || t('nobody')}</bdi>
        </Text>
      ),
    },
    {
      key: 'act',
      head: t('column.act'),
      cell: (entry) => (
        <div>
          <bdi dir="ltr" className={classes.act}>
            {entry.method} {entry.resource}
          </bdi>
          <Details entry={entry} />
        </div>
      ),
    },
    { key: 'surface', head: t('column.surface'), cell: (entry) => t(`surface.${entry.surface}`) },
    {
      key: 'result',
      head: t('column.result'),
      cell: (entry) => (
        <Badge variant="light" size="sm" tt="none" color={COLOURS[entry.kind]}>
          {t(`kind.${entry.kind}`)} · {entry.status}
        </Badge>
      ),
    },
  ];
  return <DataTable label={t('list')} columns={columns} rows={entries} id={(entry) => entry.number} />;
}
