import { SegmentedControl, SimpleGrid, Text, Title } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive } from '../../live';
import { ErrorNote } from '../../ui/ErrorNote';
import { Loading } from '../../ui/Loading';
import { PageFrame } from '../../ui/PageFrame';
import { Changes } from '../../live/changes';
import type { ListSearch } from '../tickets/listSearch';
import { BotCard } from './BotCard';
import classes from './Dashboard.module.css';
import { type Figures, fetchFigures, PERIODS, type Period } from './figures';
import { Leaderboard } from './Leaderboard';
import { LongestWaiting } from './LongestWaiting';
import { span } from './words';

const Charts = lazy(() => import('./Charts'));

const KEY = ['statistics'] as const;
// The server's figures are up to half a minute old.
const EVERY = 30_000;

/** The bot, what waits now, and the figures of a period. */
export default function DashboardPage() {
  const { t } = useTranslation('dashboard');
  const [days, setDays] = useState<Period>('7');
  const figures = useQuery({
    queryKey: [...KEY, days],
    queryFn: ({ signal }) => fetchFigures(days, signal),
    placeholderData: keepPreviousData,
    staleTime: EVERY,
  });
  useFreshFigures();
  return (
    <PageFrame
      title={t('title')}
      acts={
        <SegmentedControl
          aria-label={t('period.label')}
          value={days}
          onChange={(value) => setDays(value as Period)}
          data={PERIODS.map((value) => ({ value, label: t('period.days', { count: Number(value) }) }))}
        />
      }
    >
      <div className={classes.page}>
        <BotCard />
        {figures.error && <ErrorNote error={figures.error} onRetry={() => void figures.refetch()} />}
        {figures.isPending && <Loading />}
        {figures.data && <Now figures={figures.data} />}
        <LongestWaiting />
        {figures.data && (
          <div className={classes.page} aria-busy={figures.isPlaceholderData}>
            <Suspense fallback={<Loading />}>
              <Charts figures={figures.data} />
            </Suspense>
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
              <TimesCard title={t('times.first')} times={figures.data.first_response} />
              <TimesCard title={t('times.resolution')} times={figures.data.resolution} />
            </SimpleGrid>
            <Leaderboard staff={figures.data.staff_leaderboard} />
          </div>
        )}
      </div>
    </PageFrame>
  );
}

/** Asks for the figures again when tickets have changed. */
function useFreshFigures(): void {
  const queries = useQueryClient();
  const changes = useRef<Changes | null>(null);
  useEffect(() => {
    const made = new Changes(EVERY, () => void queries.invalidateQueries({ queryKey: KEY }));
    changes.current = made;
    return () => made.close();
  }, [queries]);
  useLive((event) => {
    if (event.name.startsWith('ticket.') || event.name === 'message.created') changes.current?.add('');
  });
}

function Now({ figures }: { figures: Figures }) {
  const { t } = useTranslation('dashboard');
  const { overview } = figures;
  return (
    <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="md">
      <Tile name={t('now.open')} value={overview.open_tickets} search={{}} />
      <Tile name={t('now.waiting')} value={overview.waiting_tickets} search={{ awaiting: 'staff' }} strong={overview.waiting_tickets > 0} />
      <Tile name={t('now.closedToday')} value={overview.closed_today} search={{ status: 'closed' }}>
        {t('now.closedLately', { week: overview.closed_this_week, month: overview.closed_this_month })}
      </Tile>
      <Tile name={t('now.closed')} value={overview.total_closed} search={{ status: 'closed' }} />
    </SimpleGrid>
  );
}

interface TileProps {
  name: string;
  value: number;
  search: ListSearch;
  strong?: boolean;
  children?: ReactNode;
}

function Tile({ name, value, search, strong, children }: TileProps) {
  const { i18n } = useTranslation();
  return (
    <Link to="/tickets" search={search} className={classes.tile} data-strong={strong || undefined}>
      <span className={classes.tileName}>{name}</span>
      <span className={classes.tileValue}>{new Intl.NumberFormat(i18n.language).format(value)}</span>
      {children && <span className={classes.tileName}>{children}</span>}
    </Link>
  );
}

function TimesCard({ title, times }: { title: string; times: Figures['resolution'] }) {
  const { t, i18n } = useTranslation('dashboard');
  const words = (seconds: number | null) => (seconds === null ? '–' : span(seconds, i18n.language));
  return (
    <section className={classes.card} aria-label={title}>
      <Title order={2} size="h5">
        {title}
      </Title>
      <Text size="xs" c="dimmed">
        {t('times.of', { count: times.tickets })}
      </Text>
      <dl className={classes.facts}>
        {(['median', 'mean', 'p90'] as const).map((name) => (
          <div key={name}>
            <dt>{t(`times.${name}`)}</dt>
            <dd>{words(times[`${name}_seconds`])}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
