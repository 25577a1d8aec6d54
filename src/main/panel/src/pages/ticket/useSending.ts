import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../api/session';
import { useLiveStatus } from '../../live';
import { useConfirm } from '../../ui/useConfirm';
import { useToast } from '../../ui/useToast';
import { closeTicket, type Sent } from './api';
import type { TicketDesk } from './desk';
import type { DraftContent, DraftKind } from './draftBox';
import { hold } from './setting';
import type { useHeld } from './useHeld';

const PATIENCE = 5_000;

interface Props {
  desk: TicketDesk;
  person: Person;
  lastSeen: () => number | null;
  held: ReturnType<typeof useHeld>;
  onClosed: () => void;
}

/** Sends replies and notes, and asks before where messages may be missing. */
export function useSending({ desk, person, lastSeen, held, onClosed }: Props) {
  const { t } = useTranslation('ticket');
  const confirm = useConfirm();
  const toast = useToast();
  const lost = useLost();
  const asked = useRef(false);
  const sent = (result: Sent | null, content: DraftContent) => {
    if (result === null) return;
    if ('held' in result) held.add(result.held, result.due_at, content, { id: person.id, name: person.name });
    else void desk.conversation.created();
  };
  const resumed = useRef(sent);
  useEffect(() => {
    resumed.current = sent;
  });
  // What was under way before a reload, or when the session ended.
  useEffect(() => {
    const resume = () => {
      for (const { content, done } of desk.sender.resume()) void done.then((result) => resumed.current(result, content));
    };
    resume();
    window.addEventListener('focus', resume);
    return () => window.removeEventListener('focus', resume);
  }, [desk]);
  const now = async (kind: DraftKind, closing: boolean) => {
    const { text, anonymous, files } = desk.drafts[kind].snapshot();
    const content = { text, anonymous, files };
    // A reply that closes the ticket cannot wait.
    const result = await desk.sender.send(kind, lastSeen(), kind === 'note' || closing ? 0 : hold());
    sent(result, content);
    if (result !== null && closing) {
      await closeTicket(desk.id, '', false).then(onClosed, toast.failed);
    }
  };
  return {
    send: async (kind: DraftKind, closing: boolean) => {
      if (!lost || asked.current) return now(kind, closing);
      confirm({
        title: t('lost.title'),
        text: t('lost.text'),
        act: t('lost.send'),
        onConfirm: () => {
          asked.current = true;
          void now(kind, closing);
        },
      });
    },
    sendAnyway: async () => {
      const content = desk.sender.snapshot().trouble?.content;
      const result = await desk.sender.sendAnyway();
      if (content) sent(result, content);
    },
  };
}

/** Whether events have not arrived for more than five seconds. */
function useLost(): boolean {
  const connecting = useLiveStatus() === 'connecting';
  const [lost, setLost] = useState(false);
  useEffect(() => {
    const timer = connecting ? setTimeout(() => setLost(true), PATIENCE) : undefined;
    return () => {
      clearTimeout(timer);
      setLost(false);
    };
  }, [connecting]);
  return lost;
}
