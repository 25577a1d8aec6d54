import { Button, Loader, Text, VisuallyHidden } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { Fragment, type ReactNode, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../api/session';
import { may } from '../../api/session';
import { ErrorNote } from '../../ui/ErrorNote';
import { Loading } from '../../ui/Loading';
import classes from './Conversation.module.css';
import type { Message } from './conversation';
import type { ConversationState, ConversationStore } from './conversationStore';
import { GoingRow, MessageRow } from './MessageRow';
import { fateOf, type Going } from './sender';
import { untold } from './untold';
import { useMark, useScrolling } from './useScrolling';
import { dayInWords, dayOf } from './words';

/** More at once, as after an interruption, are counted. */
const MOST_READ_OUT = 5;

interface Props {
  ticket: string;
  person: Person;
  store: ConversationStore;
  state: ConversationState;
  going: readonly Going[];
  /** Stands behind the newest message. */
  end: RefObject<HTMLDivElement | null>;
  /** Puts words of which nobody knows whether they were sent into the field. */
  onTakeWords: (going: Going) => void;
  /** The number of a message that is known, where the person comes for one. */
  sought: number | null;
  /** What follows the messages, such as replies that are held. */
  children?: ReactNode;
}

/** What was said in a ticket, from the oldest message that is known to the newest. */
export function ConversationView({ ticket, person, store, state, going, end, onTakeWords, sought, children }: Props) {
  const { t } = useTranslation(['ticket', 'common']);
  const messages = state.conversation?.messages ?? [];
  const newest = messages.at(-1)?.number ?? 0;
  const names = useMemo(
    () => new Map(messages.flatMap(({ author }) => (author.id ? [[author.id, author.name] as const] : []))),
    [messages],
  );
  const unanswered = untold(going, messages, person.id);
  const { scroller, missed, toEnd, keepAt } = useScrolling(messages, unanswered.length, newest);
  const marked = useMark(sought, keepAt);
  const top = useOlder(store, scroller);
  const answering = may(person, 'manage_tickets');
  return (
    <div className={classes.frame}>
      <div ref={scroller} className={classes.scroller}>
        <div role="log" aria-live="off" aria-label={t('conversation')} className={classes.log}>
          <div ref={top} />
          {state.loadingOlder && (
            <div className={classes.older} role="status" aria-label={t('common:loading')}>
              <Loader size="xs" type="dots" />
            </div>
          )}
          {state.olderError != null && <ErrorNote error={state.olderError} onRetry={() => void store.older()} />}
          {state.conversation === null && !state.error && <Loading />}
          {state.conversation !== null && messages.length === 0 && unanswered.length === 0 && (
            <Text c="dimmed" size="sm" ta="center" py="xl">
              {t('nothing')}
            </Text>
          )}
          {messages.map((message, at) => {
            const before = messages[at - 1];
            return (
              <Fragment key={message.number}>
                {(!before || dayOf(before.at) !== dayOf(message.at)) && (!state.conversation?.older || at > 0) && <Day at={message.at} />}
                <MessageRow
                  ticket={ticket}
                  message={message}
                  names={names}
                  marked={message.number === marked}
                  own={answering && message.kind === 'reply' && message.author.id === person.id}
                />
              </Fragment>
            );
          })}
          {unanswered.map((one) => (
            <GoingRow key={one.key} kind={one.kind} text={one.content.text} files={one.content.files.length} name={person.name} fate={fateOf(one, going)} onTakeWords={() => onTakeWords(one)} />
          ))}
          {children}
          {state.error != null && <ErrorNote error={state.error} onRetry={() => void store.refresh()} />}
          <div ref={end} className={classes.end} />
        </div>
      </div>
      {missed > 0 && (
        <Button size="compact-sm" radius="xl" className={classes.toEnd} leftSection={<IconArrowDown size={14} />} onClick={toEnd}>
          {t('missed', { count: missed })}
        </Button>
      )}
      <Announcer messages={messages} sought={sought} />
    </div>
  );
}

function Day({ at }: { at: string }) {
  const { i18n } = useTranslation();
  const words = dayInWords(at, i18n.language);
  return (
    // biome-ignore lint/a11y/useSemanticElements: an hr holds no words.
    <div role="separator" aria-label={words} className={classes.day}>
      <span>{words}</span>
    </div>
  );
}

/** Asks for older messages before the reader is at the first one. */
function useOlder(store: ConversationStore, scroller: RefObject<HTMLDivElement | null>) {
  const top = useRef<HTMLDivElement>(null);
  const older = store.snapshot().conversation?.older;
  useEffect(() => {
    if (!older || top.current === null) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && void store.older(), {
      root: scroller.current,
      rootMargin: '400px 0px 0px 0px',
    });
    observer.observe(top.current);
    return () => observer.disconnect();
  }, [older, store, scroller]);
  return top;
}

/** Tells screen readers of new messages, and of the one that the person comes for. */
function Announcer({ messages, sought }: { messages: readonly Message[]; sought: number | null }) {
  const { t } = useTranslation(['ticket', 'common']);
  const told = useRef<number | null>(null);
  const [words, setWords] = useState('');
  useEffect(() => {
    const newest = messages.at(-1)?.number;
    if (newest === undefined) return;
    const last = told.current;
    told.current = Math.max(newest, last ?? 0);
    if (last === null) return;
    const fresh = messages.filter((message) => message.number > last && message.kind !== 'remark');
    if (fresh.length > MOST_READ_OUT) setWords(t('missed', { count: fresh.length }));
    else if (fresh.length > 0) {
      setWords(fresh.map((one) => t('announce', { name: one.author.name, kind: t(`kind.${one.kind}`), text: one.text })).join(' '));
    }
  }, [messages, t]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once, however the list changes.
  useEffect(() => {
    const one = messages.find((message) => message.number === sought);
    if (one) setWords(t('sought.found', { name: one.author.name, kind: t(`kind.${one.kind}`), text: one.text }));
  }, [sought, t]);
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {words}
    </VisuallyHidden>
  );
}
