import { useEffect, useRef, useState } from 'react';
import { usePerson } from '../../api/session';
import { useLive, type Viewer } from '../../live';
import { bePresent, leave } from './api';

// The server forgets somebody after 30 seconds.
const BEAT = 10_000;
const TYPING = 5_000;

/**
 * Tells others that one is here, as long as the page is visible, and who else is.
 *
 * @param typedAt when a reply was typed last, in milliseconds
 */
export function usePresence(ticket: string, typedAt: number, hasDraft: boolean): readonly Viewer[] {
  const [viewers, setViewers] = useState<readonly Viewer[]>([]);
  const [typing, setTyping] = useState(false);
  const me = usePerson().id;
  useEffect(() => {
    const left = typedAt + TYPING - Date.now();
    setTyping(left > 0);
    if (left <= 0) return;
    const timer = setTimeout(() => setTyping(false), left);
    return () => clearTimeout(timer);
  }, [typedAt]);
  const told = useRef(0);
  useEffect(() => {
    const beat = () => {
      if (document.visibilityState !== 'visible') return;
      const turn = ++told.current;
      bePresent(ticket, typing ? 'typing' : 'viewing', hasDraft).then(
        // An answer that comes late is no news.
        (answer) => turn === told.current && setViewers(answer.viewers),
        () => undefined,
      );
    };
    const seen = () => (document.visibilityState === 'visible' ? beat() : void leave(ticket).catch(() => undefined));
    beat();
    const timer = setInterval(beat, BEAT);
    document.addEventListener('visibilitychange', seen);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [ticket, typing, hasDraft]);
  useEffect(() => {
    const left = () => void leave(ticket).catch(() => undefined);
    window.addEventListener('pagehide', left);
    return () => {
      window.removeEventListener('pagehide', left);
      setViewers([]);
      left();
    };
  }, [ticket]);
  useLive((event) => {
    if (event.name === 'presence' && event.data.ticket === ticket) setViewers(event.data.viewers);
  });
  return viewers.filter((one) => one.user_id !== me);
}
