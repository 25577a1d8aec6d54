import { Button, CloseButton, NativeSelect, Text, TextInput, Title } from '@mantine/core';
import { IconMessageSearch, IconSearch, IconSearchOff } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../api/client';
import { useKeys } from '../../keys';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { Loading } from '../../ui/Loading';
import { PageFrame } from '../../ui/PageFrame';
import { Time } from '../../ui/Time';
import { ticketLink } from '../tickets/ticket';
import { find, type Piece } from './findings';
import { KINDS, LONGEST_QUESTION, type Question, question, STATUSES } from './question';
import classes from './Search.module.css';

const FIELD = 'search-field';

/** Search over what was said in all tickets. */
export default function SearchPage() {
  const { t } = useTranslation('search');
  // The router passes on what is none of ours, such as the language.
  const asked = useSearch({ from: '/search', select: (raw) => question({ ...raw }), structuralSharing: true });
  const navigate = useNavigate({ from: '/search' });
  const ask = (changes: Record<string, unknown>, replace = false) =>
    void navigate({ search: question({ ...asked, ...changes }), replace });
  const q = asked.q;
  const found = useInfiniteQuery({
    queryKey: ['search', asked],
    queryFn: ({ pageParam, signal }) => find({ ...asked, q: q ?? '', ...(pageParam === null ? {} : { after: pageParam }) }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.has_more ? last.next : null),
    placeholderData: q === undefined ? undefined : keepPreviousData,
    enabled: q !== undefined,
  });
  useKeys({ search: () => document.getElementById(FIELD)?.focus() });
  return (
    <PageFrame title={t('title')} text={t('text')}>
      <QuestionForm asked={asked} onAsk={ask} />
      {q === undefined && <EmptyState icon={IconMessageSearch} title={t('begin')} text={t('beginText')} />}
      {found.error && <ErrorNote error={found.error} onRetry={() => void (found.data ? found.fetchNextPage() : found.refetch())} />}
      {q !== undefined && found.isPending && <Loading />}
      {q !== undefined && found.data && (
        <Results
          messages={found.data.pages.flatMap((page) => page.messages)}
          tickets={found.data.pages[0]?.tickets ?? []}
          stale={found.isPlaceholderData}
        />
      )}
      {found.hasNextPage && (
        <Button mt="md" variant="default" fullWidth loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </PageFrame>
  );
}

function QuestionForm({ asked, onAsk }: { asked: Question; onAsk: (changes: Record<string, unknown>, replace?: boolean) => void }) {
  const { t } = useTranslation('search');
  const [text, setText] = useState(asked.q ?? '');
  useEffect(() => setText(asked.q ?? ''), [asked.q]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onAsk({ q: text });
  };
  return (
    <search>
      <form onSubmit={submit} className={classes.form}>
        <TextInput
          id={FIELD}
          className={classes.field}
          aria-label={t('field')}
          placeholder={t('field')}
          maxLength={LONGEST_QUESTION}
          data-autofocus
          autoFocus={asked.q === undefined}
          type="search"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          leftSection={<IconSearch size={16} aria-hidden />}
          rightSection={text && <CloseButton size="sm" aria-label={t('clear')} onClick={() => onAsk({ q: undefined })} />}
        />
        <NativeSelect
          aria-label={t('status.label')}
          value={asked.status ?? ''}
          onChange={(event) => onAsk({ q: text, status: event.currentTarget.value }, true)}
          data={[{ value: '', label: t('status.all') }, ...STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))]}
        />
        <NativeSelect
          aria-label={t('kind.label')}
          value={asked.kind ?? ''}
          onChange={(event) => onAsk({ q: text, kind: event.currentTarget.value }, true)}
          data={[{ value: '', label: t('kind.all') }, ...KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))]}
        />
        <Button type="submit" disabled={text.trim() === ''}>
          {t('ask')}
        </Button>
      </form>
    </search>
  );
}

function Results({ messages, tickets, stale }: { messages: readonly Schema['FoundMessage'][]; tickets: readonly Schema['FoundTicket'][]; stale: boolean }) {
  const { t } = useTranslation('search');
  if (messages.length === 0 && tickets.length === 0) {
    return <EmptyState icon={IconSearchOff} title={t('nothing')} text={t('nothingText')} />;
  }
  return (
    <div aria-busy={stale} className={classes.results}>
      {tickets.length > 0 && (
        <section aria-label={t('tickets')}>
          <Title order={2} size="sm" c="dimmed" mb={6}>
            {t('tickets')}
          </Title>
          <ul className={classes.list}>
            {tickets.map((ticket) => (
              <li key={ticket.id} className={classes.row}>
                <Link {...ticketLink(ticket.id)} className={classes.link}>
                  <bdi>{ticket.username}</bdi> #{ticket.id}
                </Link>
                <Text size="xs" c="dimmed" component="span">
                  {t(`status.${ticket.status}`)} · <Time at={ticket.opened_at} />
                </Text>
              </li>
            ))}
          </ul>
        </section>
      )}
      {messages.length > 0 && (
        <section aria-label={t('messages')}>
          <Title order={2} size="sm" c="dimmed" mb={6}>
            {t('messages')}
          </Title>
          <ul className={classes.list}>
            {messages.map((found) => (
              <li key={`${found.ticket}-${found.message}`} className={classes.row} data-kind={found.author.kind}>
                <div className={classes.head}>
                  <Link {...ticketLink(found.ticket, found.message)} className={classes.link}>
                    <bdi>{found.author.name || t('product')}</bdi> {t('inTicket', { id: found.ticket })}
                  </Link>
                  <Text size="xs" c="dimmed" component="span">
                    {t(`kind.one.${found.author.kind}`)} · <Time at={found.at} />
                  </Text>
                </div>
                <Snippet pieces={found.snippet} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

/** A text with the words that were asked for. */
export function Snippet({ pieces }: { pieces: readonly Piece[] }) {
  return (
    <p dir="auto" className={classes.snippet}>
      {pieces.map((piece, at) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no names, and never move.
        piece.hit ? <mark key={at}>{piece.text}</mark> : <span key={at}>{piece.text}</span>,
      )}
    </p>
  );
}
