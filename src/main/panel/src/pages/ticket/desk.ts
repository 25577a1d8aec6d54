import { onSessionLost } from '../../api/client';
import { draftPort, getMessages, send } from './api';
import { ConversationStore } from './conversationStore';
import { asideKeeper } from './draftAside';
import { DraftBox, type DraftKind } from './draftBox';
import { Sender } from './sender';
import { SendingStore, tabShelf } from './sendingStore';
import { newUploads, type Uploads } from './uploads';

/** What the panel keeps of a ticket, also while another one is shown. */
export interface TicketDesk {
  id: string;
  conversation: ConversationStore;
  drafts: Readonly<Record<DraftKind, DraftBox>>;
  sender: Sender;
  uploads: Uploads;
}

const MOST = 30;
const desks = new Map<string, TicketDesk>();
let owner = '';

const stopAll = () => {
  for (const desk of desks.values()) desk.sender.stop();
};
onSessionLost(stopAll);

function made(person: string, id: string): TicketDesk {
  const shelf = tabShelf();
  const box = (kind: DraftKind) => new DraftBox(draftPort(id, kind), asideKeeper(person, id, kind, shelf));
  const drafts = { reply: box('reply'), note: box('note') };
  return {
    id,
    conversation: new ConversationStore((query) => getMessages(id, query)),
    drafts,
    sender: new Sender(drafts, (what) => send(id, what), new SendingStore(person, id, shelf)),
    uploads: newUploads(id),
  };
}

const isIdle = ({ drafts, sender, uploads }: TicketDesk) =>
  Object.values(drafts).every((box) => box.snapshot().saving === 'kept') &&
  sender.snapshot().going.every((one) => one.number !== null) &&
  uploads.snapshot().every((one) => one.progress === null);

/** The desk of a person at a ticket; those of others are forgotten. */
export function deskOf(person: string, id: string): TicketDesk {
  if (owner !== person) {
    stopAll();
    desks.clear();
  }
  owner = person;
  const known = desks.get(id) ?? made(person, id);
  // The newest is the last one.
  desks.delete(id);
  desks.set(id, known);
  for (const [other, desk] of desks) {
    if (desks.size <= MOST) break;
    if (desk !== known && isIdle(desk)) desks.delete(other);
  }
  return known;
}

/** What a person has begun to write in a ticket that was shown in this tab; empty for nothing. */
export function draftHere(person: string, id: string): string {
  const drafts = owner === person ? desks.get(id)?.drafts : undefined;
  return drafts ? drafts.reply.snapshot().text.trim() || drafts.note.snapshot().text.trim() : '';
}
