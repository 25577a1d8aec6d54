import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useLive } from '../live';
import { Changes } from '../live/changes';
import { UNREAD } from '../pages/tickets/queryKeys';
import { countUnread } from '../pages/tickets/rest';
import { unreadTitle } from './unreadTitle';

const EVERY = 2_000;
const SIZE = 32;
const MOST = 9;

/** The number of open tickets that were not read, in the title and the icon of the tab. */
export function UnreadSign() {
  const queries = useQueryClient();
  const { data: unread = 0 } = useQuery({ queryKey: UNREAD, queryFn: ({ signal }) => countUnread(signal), refetchOnWindowFocus: 'always' });
  const changes = useRef<Changes | null>(null);
  useEffect(() => {
    const made = new Changes(EVERY, () => void queries.invalidateQueries({ queryKey: UNREAD }));
    changes.current = made;
    return () => made.close();
  }, [queries]);
  useLive((event) => {
    if (event.name === 'message.created' || event.name === 'ticket.closed') changes.current?.add('');
  });
  useEffect(() => keepTitle(unread), [unread]);
  useEffect(() => {
    void drawIcon(unread);
  }, [unread]);
  return null;
}

/** Pages set titles of their own at any time. */
function keepTitle(unread: number): (() => void) | undefined {
  const title = document.querySelector('title');
  if (!title) return undefined;
  const write = () => {
    const wanted = unreadTitle(document.title, unread);
    if (wanted !== document.title) document.title = wanted;
  };
  write();
  const watcher = new MutationObserver(write);
  watcher.observe(title, { childList: true });
  return () => watcher.disconnect();
}

let plain: string | null = null;
let drawn = 0;

async function drawIcon(unread: number): Promise<void> {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext('2d');
  if (!link || !pen) return;
  plain ??= link.href;
  drawn = unread;
  if (unread === 0) {
    link.href = plain;
    return;
  }
  const icon = new Image(SIZE, SIZE);
  icon.src = plain;
  await icon.decode().catch(() => undefined);
  // Another number has come meanwhile.
  if (drawn !== unread) return;
  canvas.width = SIZE;
  canvas.height = SIZE;
  if (icon.complete && icon.naturalWidth > 0) pen.drawImage(icon, 0, 0, SIZE, SIZE);
  pen.fillStyle = '#c92a2a';
  pen.beginPath();
  pen.arc(21, 21, 11, 0, 2 * Math.PI);
  pen.fill();
  pen.fillStyle = '#fff';
  pen.font = '700 15px system-ui, sans-serif';
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText(unread > MOST ? '9+' : String(unread), 21, 22);
  link.href = canvas.toDataURL('image/png');
}
