import { Button, Group, Text, VisuallyHidden } from '@mantine/core';
import { IconArrowUp, IconInbox, IconMoodSmile } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePerson } from '../../api/session';
import { useKeys } from '../../keys';
import { neighbour, rememberOrder } from '../../tickets/order';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { PageFrame } from '../../ui/PageFrame';
import { useToast } from '../../ui/useToast';
import { BulkBar } from './BulkBar';
import { type Chosen, NONE, present, ranged, toggled } from './chosen';
import { Filters } from './Filters';
import { type ListSearch, listSearch, narrowings, wantedOf } from './listSearch';
import { byOrder, listed, matches } from './patches';
import { Skeletons } from './Skeletons';
import type { Ticket } from './ticket';
import { TicketRow } from './TicketRow';
import classes from './Tickets.module.css';
import { useArranged } from './useArranged';
import { useMarkUnread } from './useMarkUnread';
import { usePresence } from './usePresence';
import { useTicketList } from './useTicketList';
import { Views } from './Views';

const rowOf = (area: HTMLElement | null, id: string) =>
  area?.querySelector<HTMLAnchorElement>(`a[data-row="${CSS.escape(id)}"]`) ?? null;

/** The list of tickets. */
export default function TicketsPage() {
  const { t } = useTranslation('tickets');
  // The router passes on what is none of ours, such as the language.
  const search = useSearch({ from: '/tickets', select: (raw) => listSearch({ ...raw }), structuralSharing: true });
  const navigate = useNavigate({ from: '/tickets' });
  const person = usePerson();
  const named = JSON.stringify(wantedOf(search));
  const wanted = useMemo(() => JSON.parse(named) as ReturnType<typeof wantedOf>, [named]);
  const list = useTicketList(wanted);
  const presence = usePresence();
  const area = useRef<HTMLUListElement>(null);
  const [chosen, setChosen] = useState<Chosen>(NONE);

  // Answers for other filters are shown until those for the new ones are there.
  const shownName = useRef(named);
  if (!list.isPlaceholderData) shownName.current = named;
  const { rows, fresh, settle } = useArranged(list.data?.pages, shownName.current, chosen.ids.size > 0, area);

  const known = useRef(new Map<string, Ticket>());
  const inList = useMemo(() => new Map(listed(list.data).map((ticket) => [ticket.id, ticket])), [list.data]);
  for (const ticket of [...inList.values(), ...list.left.values()]) {
    const before = known.current.get(ticket.id);
    if (!before || before.version < ticket.version || inList.get(ticket.id) === ticket) known.current.set(ticket.id, ticket);
  }
  const last = [...inList.values()].at(-1);
  const gone = (ticket: Ticket) =>
    !list.isPlaceholderData &&
    !inList.has(ticket.id) &&
    (!matches(ticket, wanted) || !list.hasNextPage || (last !== undefined && byOrder(wanted.sort)(ticket, last) < 0));

  const change = useCallback(
    (next: (before: ListSearch) => ListSearch, replace = false) =>
      void navigate({ search: next, replace, resetScroll: false }),
    [navigate],
  );

  useEffect(() => {
    const { row, ...rest } = search;
    const query = new URLSearchParams(Object.entries({ ...rest, ...(row ? { row } : {}) }).map(([name, value]) => [name, String(value)]));
    rememberOrder({ search: query.size > 0 ? `?${query}` : '', ids: rows });
  }, [rows, search]);

  useEffect(() => setChosen((before) => present(before, rows)), [rows]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list begins without a selection.
  useEffect(() => setChosen(NONE), [named]);

  // ---- the row that the person is at

  const at = search.row;
  const goTo = useCallback((id: string) => {
    const link = rowOf(area.current, id);
    link?.focus({ preventScroll: true });
    link?.closest('li')?.scrollIntoView({ block: 'nearest' });
  }, []);
  const arrived = useRef(false);
  useEffect(() => {
    if (arrived.current || rows.length === 0) return;
    arrived.current = true;
    if (at && document.activeElement === document.body) goTo(at);
  }, [rows, at, goTo]);

  const atRow = useCallback(
    (id: string) => change((before) => (before.row === id ? before : { ...before, row: id }), true),
    [change],
  );
  const choose = useCallback(
    (id: string, range: boolean) => setChosen((before) => (range ? ranged(before, rows, id) : toggled(before, id))),
    [rows],
  );
  const focused = () => (document.activeElement as HTMLElement | null)?.closest('li')?.dataset.ticket ?? at ?? null;
  const step = (by: 1 | -1) => {
    const from = focused();
    const next = from === null || !rows.includes(from) ? rows[0] : neighbour(rows, from, by);
    if (next) goTo(next);
  };
  const onRow = (act: (id: string) => void) => () => {
    const id = focused();
    if (id && rows.includes(id)) act(id);
  };
  const markUnread = useMarkUnread();
  useKeys({
    next: () => step(1),
    previous: () => step(-1),
    open: onRow((id) => rowOf(area.current, id)?.click()),
    select: onRow((id) => choose(id, false)),
    selectRange: onRow((id) => choose(id, true)),
    unread: onRow(markUnread),
    back: chosen.ids.size > 0 ? () => setChosen(NONE) : undefined,
  });

  // ---- further parts

  const end = useRef<HTMLDivElement>(null);
  const { fetchNextPage, hasNextPage, isFetching, isError } = list;
  useEffect(() => {
    if (!end.current || !hasNextPage || isFetching || isError) return;
    const watcher = new IntersectionObserver(([entry]) => entry?.isIntersecting && void fetchNextPage(), { rootMargin: '600px' });
    watcher.observe(end.current);
    return () => watcher.disconnect();
  }, [hasNextPage, isFetching, isError, fetchNextPage]);

  const toast = useToast();
  return (
    <PageFrame title={t('title')} acts={<Views person={person.id} search={search} onError={toast.failed} />}>
      <Filters search={search} onChange={(next) => change(() => next)} />
      {list.isError && <ErrorNote error={list.error} onRetry={() => void (list.data ? fetchNextPage() : list.refetch())} />}
      <div className={classes.freshArea} role="status">
        {fresh.length > 0 && (
          <Button
            size="xs"
            radius="xl"
            leftSection={<IconArrowUp size={14} aria-hidden />}
            onClick={() => {
              settle();
              window.scrollTo({ top: 0 });
            }}
          >
            {t('fresh', { count: fresh.length })}
          </Button>
        )}
      </div>
      {list.isPending && <Skeletons />}
      {list.data && rows.length === 0 && !list.isFetching && (
        <Empty search={search} onClear={() => change((before) => ({ status: before.status, sort: before.sort }))} />
      )}
      <ul
        ref={area}
        className={classes.list}
        aria-label={t('title')}
        aria-busy={list.isPlaceholderData}
        data-choosing={chosen.ids.size > 0 || undefined}
        hidden={rows.length === 0}
      >
        {rows.map((id) => {
          const ticket = known.current.get(id);
          return (
            ticket && (
              <TicketRow
                key={id}
                ticket={ticket}
                viewers={presence.get(id)}
                own={person.id}
                current={at === id}
                chosen={chosen.ids.has(id)}
                gone={gone(ticket)}
                onAt={atRow}
                onChoose={choose}
              />
            )
          );
        })}
      </ul>
      <div ref={end} />
      {list.isFetchingNextPage && (
        <Group justify="center" py="md" role="status">
          <Text size="sm" c="dimmed">
            {t('more')}
          </Text>
        </Group>
      )}
      {list.data && rows.length > 0 && !hasNextPage && <VisuallyHidden>{t('end', { count: rows.length })}</VisuallyHidden>}
      <BulkBar
        ids={[...chosen.ids]}
        all={rows}
        wanted={wanted}
        more={hasNextPage}
        nameOf={(id) => known.current.get(id)?.member.name ?? ''}
        onAll={() => setChosen({ ids: new Set(rows), anchor: null })}
        onNone={() => setChosen(NONE)}
      />
    </PageFrame>
  );
}

function Empty({ search, onClear }: { search: ListSearch; onClear: () => void }) {
  const { t } = useTranslation('tickets');
  if (narrowings(search) > 0) {
    return (
      <EmptyState icon={IconInbox} title={t('empty.narrowed')} text={t('empty.narrowedText')}>
        <Button variant="light" mt="sm" onClick={onClear}>
          {t('filter.clear')}
        </Button>
      </EmptyState>
    );
  }
  return search.status === undefined ? (
    <EmptyState icon={IconMoodSmile} title={t('empty.open')} text={t('empty.openText')} />
  ) : (
    <EmptyState icon={IconInbox} title={t('empty.other')} text={t('empty.otherText')} />
  );
}
