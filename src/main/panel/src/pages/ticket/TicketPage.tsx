import { Alert, Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArchive, IconMessageQuestion } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { may, usePerson } from '../../api/session';
import { NotFoundPage } from '../../app/NotFoundPage';
import { useKeys } from '../../keys';
import { ErrorNote } from '../../ui/ErrorNote';
import { Loading } from '../../ui/Loading';
import { Aside } from './Aside';
import { getTicket, type Ticket, ticketKey } from './api';
import { type AfterClose, CloseDialog } from './CloseDialog';
import { Composer } from './Composer';
import { ConversationView } from './ConversationView';
import { deskOf } from './desk';
import type { DraftKind } from './draftBox';
import { HeldRows } from './HeldRows';
import type { Going } from './sender';
import { TicketHead } from './TicketHead';
import classes from './TicketPage.module.css';
import { useAsideShown } from './useAsideShown';
import { useDesk } from './useDesk';
import { useHeld } from './useHeld';
import { useMoving } from './useMoving';
import { usePresence } from './usePresence';
import { useReading } from './useReading';
import { useSending } from './useSending';
import { useSought } from './useSought';
import { useTicketActs } from './useTicketActs';

/** A ticket: what was said, and the ways to answer. */
export default function TicketPage() {
  const { id } = useParams({ from: '/tickets/$id' });
  if (!/^[1-9][0-9]{0,14}$/.test(id)) return <NotFoundPage />;
  return <Fetched key={id} id={id} />;
}

function Fetched({ id }: { id: string }) {
  const ticket = useQuery({ queryKey: ticketKey(id), queryFn: ({ signal }) => getTicket(id, signal) });
  if (ticket.data) return <Shown ticket={ticket.data} />;
  if (ticket.error instanceof Problem && ticket.error.status === 404) return <NotFoundPage />;
  return ticket.error ? <ErrorNote error={ticket.error} onRetry={() => void ticket.refetch()} /> : <Loading />;
}

function Shown({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation(['ticket', 'common']);
  const person = usePerson();
  const desk = useMemo(() => deskOf(person.id, ticket.id), [person.id, ticket.id]);
  const conversation = useSyncExternalStore(desk.conversation.watch, desk.conversation.snapshot);
  const { going } = useSyncExternalStore(desk.sender.watch, desk.sender.snapshot);
  const reply = useSyncExternalStore(desk.drafts.reply.watch, desk.drafts.reply.snapshot);
  const note = useSyncExternalStore(desk.drafts.note.watch, desk.drafts.note.snapshot);
  const hasDraft = [reply, note].some((one) => one.text.trim() !== '' || one.files.length > 0);
  const answering = may(person, 'manage_tickets') && ticket.status === 'open';
  const [mode, setMode] = useState<DraftKind>('reply');
  const [typedAt, setTypedAt] = useState(0);
  const [closing, setClosing] = useState<AfterClose | null>(null);
  const [priorityShown, setPriorityShown] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const page = useRef<HTMLDivElement>(null);
  const small = useMediaQuery('(max-width: 62em)') ?? false;
  const aside = useAsideShown(small);
  const messages = conversation.conversation?.messages;
  const newest = messages?.at(-1)?.number ?? null;

  useDesk(desk, answering);
  const sought = useSought(desk.conversation);
  useTop(page);
  useEffect(() => {
    document.title = `#${ticket.id} ${ticket.member.name} · ${t('common:product')}`;
  }, [ticket.id, ticket.member.name, t]);
  useEffect(() => desk.sender.told(newest ?? 0), [desk, newest]);
  const viewers = usePresence(ticket.id, typedAt, hasDraft);
  const { lastSeen, setUnread } = useReading(ticket.id, end, newest);
  const held = useHeld(desk, answering);
  const moving = useMoving(ticket.id);
  const acts = useTicketActs({ ticket, setUnread, moving });
  const closed = (after: AfterClose) => {
    setClosing(null);
    acts.closed(after);
  };
  const sending = useSending({ desk, person, lastSeen, held, onClosed: () => acts.closed('stay') });

  const write = (kind: DraftKind) => {
    setMode(kind);
    // The field belongs to both; it has the focus when it is shown.
    requestAnimationFrame(() => field.current?.focus());
  };
  const takeWords = ({ key, kind }: Going) => {
    desk.sender.takeWords(key);
    write(kind);
  };
  const undoable = held.held.filter((one) => one.own && one.state === 'held').at(-1);
  const undo = async (which: string) => {
    if (await held.undo(which)) write('reply');
  };
  useKeys({
    next: moving.next,
    previous: moving.previous,
    back: moving.back,
    copyLink: acts.copyLink,
    unread: acts.unread,
    reply: answering ? () => write('reply') : undefined,
    note: answering ? () => write('note') : undefined,
    close: answering ? () => setClosing('stay') : undefined,
    closeAndNext: answering ? () => setClosing('next') : undefined,
    priority: answering ? () => setPriorityShown(true) : undefined,
    undo: undoable ? () => void undo(undoable.id) : undefined,
  });

  const heading = messages?.findLast((one) => one.kind === 'reply' && one.author.id === person.id)?.signature ?? person.name;
  return (
    <div ref={page} className={classes.page}>
      <div className={classes.main}>
        <TicketHead
          ticket={ticket}
          viewers={viewers}
          small={small}
          asideShown={aside.shown}
          priorityShown={priorityShown}
          onPriorityShown={setPriorityShown}
          acts={{
            back: moving.back,
            copyLink: acts.copyLink,
            unread: acts.unread,
            aside: aside.toggle,
            transcript: acts.transcript,
            ...(may(person, 'manage_tickets') && ticket.status === 'closed' && { reopen: acts.reopen }),
            ...(answering && { close: () => setClosing('stay'), priority: acts.setPriority }),
          }}
        />
        {sought.unknown !== null && (
          <Alert
            role="status"
            color="gray"
            py="xs"
            radius={0}
            icon={<IconMessageQuestion />}
            withCloseButton
            closeButtonLabel={t('act.dismiss')}
            onClose={sought.dismiss}
          >
            {t('sought.unknown', { number: sought.unknown })}
          </Alert>
        )}
        <ConversationView
          ticket={ticket.id}
          person={person}
          store={desk.conversation}
          state={conversation}
          going={going}
          end={end}
          onTakeWords={takeWords}
          sought={sought.found}
        >
          <HeldRows held={held.held} onUndo={(which) => void undo(which)} />
        </ConversationView>
        {answering ? (
          <Composer
            desk={desk}
            mode={mode}
            onMode={setMode}
            field={field}
            heading={heading.length + 4}
            onTyped={() => setTypedAt((at) => (Date.now() - at > 2_000 ? Date.now() : at))}
            onSend={(close) => void sending.send(mode, close)}
            onSendAnyway={() => void sending.sendAnyway()}
          />
        ) : (
          ticket.status !== 'open' && (
            <div className={classes.closed}>
              <Alert icon={<IconArchive />} color="gray" py="xs" role="status">
                {t(ticket.status === 'closing' ? 'closing' : 'closed')}
              </Alert>
            </div>
          )
        )}
      </div>
      {small ? (
        <Drawer opened={aside.shown} onClose={aside.toggle} position="bottom" size="80%" title={t('aside.title')} closeButtonProps={{ 'aria-label': t('act.dismiss') }}>
          <Aside ticket={ticket} viewers={viewers} />
        </Drawer>
      ) : (
        aside.shown && (
          <aside className={classes.aside} aria-label={t('aside.title')}>
            <Aside ticket={ticket} viewers={viewers} />
          </aside>
        )
      )}
      <CloseDialog ticket={ticket.id} member={ticket.member.name} then={closing} hasDraft={hasDraft} onCancel={() => setClosing(null)} onClosed={closed} />
    </div>
  );
}

/** Tells the style sheet where the page begins, below the bar of a phone and the banner. */
function useTop(page: RefObject<HTMLDivElement | null>): void {
  useLayoutEffect(() => {
    const element = page.current;
    const parent = element?.parentElement;
    if (!element || !parent) return;
    const measure = () => element.style.setProperty('--ticket-top', `${element.getBoundingClientRect().top + window.scrollY}px`);
    measure();
    const sized = new ResizeObserver(measure);
    sized.observe(parent);
    const changed = new MutationObserver(measure);
    changed.observe(parent, { childList: true });
    return () => {
      sized.disconnect();
      changed.disconnect();
    };
  }, [page]);
}
