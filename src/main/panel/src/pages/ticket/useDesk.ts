import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useLive, useLiveStatus } from '../../live';
import { Changes } from '../../live/changes';
import { type Held, heldKey, type Ticket, ticketKey } from './api';
import type { TicketDesk } from './desk';

const WITHOUT_EVENTS = 10_000;

/** What is fetched anew when events tell of it, and how often at most. */
const DRAFTS = 'drafts';
const TICKET = 'ticket';
const AT_MOST_EACH = 1_000;

/** What an event of a ticket tells beside its id. */
type Change = Partial<Pick<Ticket, 'version' | 'status' | 'priority'>>;

/** Keeps a ticket as the server has it while it is shown, and saves its drafts when it is left. */
export function useDesk(desk: TicketDesk, answering: boolean): void {
  const queries = useQueryClient();
  const status = useLiveStatus();
  useEffect(() => {
    void desk.conversation.refresh();
  }, [desk]);

  const changes = useRef<Changes>(undefined);
  useEffect(() => {
    const bundle = new Changes(AT_MOST_EACH, (changed) => {
      if (changed.includes(DRAFTS)) {
        void queries.invalidateQueries({ queryKey: heldKey(desk.id) });
        for (const box of Object.values(desk.drafts)) void box.load();
      }
      if (changed.includes(TICKET)) void queries.invalidateQueries({ queryKey: ticketKey(desk.id), exact: true });
    });
    changes.current = bundle;
    return () => bundle.close();
  }, [desk, queries]);

  useLive((event) => {
    if (event.name === 'reset') {
      void desk.conversation.reset();
      changes.current?.add(TICKET);
      if (answering) changes.current?.add(DRAFTS);
      return;
    }
    if (!('ticket' in event.data) || event.data.ticket !== desk.id || event.name === 'presence') return;
    if (event.name === 'message.created') void desk.conversation.created();
    if (event.name === 'message.updated' && event.data.message !== undefined) {
      void desk.conversation.updated(Number(event.data.message));
    }
    if (event.name === 'message.created' && answering) {
      if (event.data.kind === 'reply') {
        // What was due is a message now: it must not be seen twice until the list of held replies is read again.
        queries.setQueryData<Held[]>(heldKey(desk.id), (known) => known?.filter((one) => one.state !== 'held' || Date.parse(one.due_at) > Date.now()));
      }
      // It may be what was held, or what another device had drafted.
      changes.current?.add(DRAFTS);
    }
    const { version, status: now, priority } = event.data as Change;
    const known = queries.getQueryData<Ticket>(ticketKey(desk.id));
    if (known && version !== undefined && version <= known.version) return;
    if (known && now && priority) queries.setQueryData(ticketKey(desk.id), { ...known, status: now, priority });
    changes.current?.add(TICKET);
  });

  useEffect(() => {
    if (status === 'open') return;
    const timer = setInterval(() => {
      if (document.visibilityState !== 'visible') return;
      void desk.conversation.refresh();
      void queries.invalidateQueries({ queryKey: ticketKey(desk.id), exact: true });
    }, WITHOUT_EVENTS);
    return () => clearInterval(timer);
  }, [desk, status, queries]);

  useEffect(() => {
    if (!answering) return;
    const boxes = Object.values(desk.drafts);
    const load = () => {
      for (const box of boxes) void box.load();
    };
    const seen = () => {
      if (document.visibilityState === 'visible') load();
      else for (const box of boxes) box.flush(true);
    };
    const left = () => {
      for (const box of boxes) box.flush(true);
    };
    load();
    window.addEventListener('focus', load);
    window.addEventListener('pagehide', left);
    document.addEventListener('visibilitychange', seen);
    return () => {
      window.removeEventListener('focus', load);
      window.removeEventListener('pagehide', left);
      document.removeEventListener('visibilitychange', seen);
      for (const box of boxes) box.flush(false);
    };
  }, [desk, answering]);
}
