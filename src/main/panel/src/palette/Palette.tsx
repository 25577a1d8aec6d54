import '@mantine/spotlight/styles.layer.css';
import { Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { may, type Person } from '../api/session';
import { navigation } from '../app/navigation';
import { type KeyActName, runKey, useActiveKeys } from '../keys';
import { Keys } from '../keys/KeyHelp';
import { KEY_ACTS } from '../keys/map';
import { find } from '../pages/search/findings';
import { Snippet } from '../pages/search/SearchPage';
import { ticketLink } from '../pages/tickets/ticket';
import { beginningFirst, type Entry, fits, readRecent, ticketNumber, withRecent } from './entries';
import classes from './Palette.module.css';

const [store, palette] = createSpotlight();

const KEPT = 'switchboard-palette';
const PAUSE = 200;
const SHORTEST = 2;
const MOST_FOUND = 5;

const PATHS: Readonly<Record<string, KeyActName>> = { '/': 'goDashboard', '/tickets': 'goTickets', '/search': 'search' };
/** What has a line of its own among the pages, or does nothing from here. */
const LEFT_OUT: readonly KeyActName[] = ['palette', 'next', 'previous', 'open', 'goStatistics', ...Object.values(PATHS)];

function kept(): string[] {
  try {
    return readRecent(localStorage.getItem(KEPT));
  } catch {
    return [];
  }
}

/** @param asked grows each time that the palette is asked for */
export default function Palette({ person, asked }: { person: Person; asked: number }) {
  const { t } = useTranslation('palette');
  const [question, setQuestion] = useState('');
  const [recent, setRecent] = useState(kept);
  const pending = useRef<(() => void) | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time that it is asked for.
  useEffect(() => {
    setQuestion('');
    palette.open();
  }, [asked]);

  const { acts, pages } = useEntries(person);
  const words = question.trim();
  const found = useFound(person, words);
  const use = (entry: Entry, keep: boolean) => {
    pending.current = entry.run;
    if (!keep) return;
    const next = withRecent(recent, entry.id);
    setRecent(next);
    try {
      localStorage.setItem(KEPT, JSON.stringify(next));
    } catch {
      // Kept until the page is left.
    }
  };
  const last = words === '' ? recent.flatMap((id) => [...acts, ...pages].find((entry) => entry.id === id) ?? []) : [];
  const others = (entries: Entry[]) => beginningFirst(entries.filter((entry) => fits(entry.label, words) && !last.includes(entry)), words);
  const groups = [
    { name: 'recent', entries: last },
    { name: 'acts', entries: others(acts) },
    { name: 'pages', entries: others(pages) },
  ] as const;
  const empty = groups.every((group) => group.entries.length === 0) && found.count === 0;
  return (
    <Spotlight.Root
      store={store}
      query={question}
      onQueryChange={setQuestion}
      shortcut={null}
      scrollable
      maxHeight={420}
      attributes={{ content: { 'aria-label': t('name') } }}
      onExitTransitionEnd={() => {
        // After the focus has gone back to the page, which the act may move.
        const act = pending.current;
        pending.current = null;
        act?.();
      }}
    >
      <Spotlight.Search placeholder={t('field')} aria-label={t('field')} leftSection={<IconSearch size={18} stroke={1.7} aria-hidden />} />
      <Spotlight.ActionsList>
        {groups.map(
          (group) =>
            group.entries.length > 0 && (
              <Spotlight.ActionsGroup key={group.name} label={t(`group.${group.name}`)}>
                {group.entries.map((entry) => (
                  <Line key={entry.id} entry={entry} onUse={() => use(entry, true)} />
                ))}
              </Spotlight.ActionsGroup>
            ),
        )}
        {found.lines((entry) => use(entry, false))}
        {empty && <Spotlight.Empty>{t('nothing')}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function Line({ entry, onUse }: { entry: Entry; onUse: () => void }) {
  return (
    <Spotlight.Action onClick={onUse} className={classes.line}>
      <span className={classes.label}>{entry.label}</span>
      {entry.keys && <Keys keys={entry.keys} />}
    </Spotlight.Action>
  );
}

/** The acts of the page, and the pages. */
function useEntries(person: Person): { acts: Entry[]; pages: Entry[] } {
  const { t } = useTranslation(['common', 'keys']);
  const navigate = useNavigate();
  const acts = useActiveKeys()
    .filter((act) => !KEY_ACTS[act].inInput && !LEFT_OUT.includes(act))
    .map((act) => ({
      id: `act ${act}`,
      label: t(`keys:act.${act}`),
      keys: KEY_ACTS[act].keys[0],
      run: () => runKey(act),
    }));
  const pages = navigation(person)
    .flatMap((group) => group.lines)
    .map(({ to, nav }) => {
      const act = PATHS[to];
      return { id: `page ${to}`, label: t(nav.label), keys: act && KEY_ACTS[act].keys[0], run: () => void navigate({ to }) };
    });
  return { acts, pages };
}

/** Tickets and messages that have the words. */
function useFound(person: Person, words: string) {
  const { t } = useTranslation('palette');
  const navigate = useNavigate();
  const [asked] = useDebouncedValue(words, PAUSE);
  const able = may(person, 'view_tickets');
  const { data } = useQuery({
    queryKey: ['palette', asked],
    queryFn: ({ signal }) => find({ q: asked, limit: MOST_FOUND }, signal),
    enabled: able && asked.length >= SHORTEST,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const number = able ? ticketNumber(words) : null;
  const shown = words.length >= SHORTEST && able ? data : undefined;
  const tickets = (shown?.tickets ?? []).filter((ticket) => ticket.id !== number);
  const messages = shown?.messages ?? [];
  const open = (id: string, message?: number): Entry => ({
    id: `ticket ${id} ${message ?? ''}`,
    label: '',
    run: () => void navigate(ticketLink(id, message)),
  });
  const lines = (onUse: (entry: Entry) => void) => {
    const all: Entry = { id: 'search', label: '', run: () => void navigate({ to: '/search', search: { q: words } }) };
    return (
      <>
        {number !== null && (
          <Spotlight.Action onClick={() => onUse(open(number))} className={classes.line}>
            <span className={classes.label}>{t('open', { id: number })}</span>
          </Spotlight.Action>
        )}
        {tickets.length > 0 && (
          <Spotlight.ActionsGroup label={t('group.tickets')}>
            {tickets.slice(0, MOST_FOUND).map((ticket) => (
              <Spotlight.Action key={ticket.id} onClick={() => onUse(open(ticket.id))} className={classes.line}>
                <bdi className={classes.label}>{ticket.username}</bdi>
                <Text size="sm" c="dimmed" component="span">
                  #{ticket.id}
                </Text>
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        )}
        {messages.length > 0 && (
          <Spotlight.ActionsGroup label={t('group.messages')}>
            {messages.map((found) => (
              <Spotlight.Action
                key={`${found.ticket}-${found.message}`}
                onClick={() => onUse(open(found.ticket, found.message))}
                className={classes.found}
              >
                <Text size="xs" c="dimmed" component="span">
                  <bdi>{found.author.name}</bdi> #{found.ticket}
                </Text>
                <Snippet pieces={found.snippet} />
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        )}
        {able && words !== '' && (
          <Spotlight.Action onClick={() => onUse(all)} className={classes.line}>
            <span className={classes.label}>{t('search', { words })}</span>
          </Spotlight.Action>
        )}
      </>
    );
  };
  return { count: tickets.length + messages.length + (number === null ? 0 : 1) + (able && words !== '' ? 1 : 0), lines };
}
