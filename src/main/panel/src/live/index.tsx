import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { sessionQuery } from '../api/session';
import { browser } from './browser';
import type { LiveEvent } from './events';
import { LiveLink, type LiveStatus } from './link';

export type { LiveEvent, Viewer } from './events';
export type { LiveStatus } from './link';

const Context = createContext<LiveLink | null>(null);

/** Keeps the link to the server while somebody is signed in. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [link, setLink] = useState<LiveLink | null>(null);
  useEffect(() => {
    const made = new LiveLink(browser);
    const quiet = made.listen((event) => {
      if (event.name === 'reset') void queries.invalidateQueries();
      if (event.name === 'permissions.changed' || event.name === 'bye') {
        void queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
      }
    });
    setLink(made);
    return () => {
      quiet();
      made.close();
    };
  }, [queries]);
  return <Context value={link}>{children}</Context>;
}

/**
 * Calls the handler for each event of the server, in every tab. Change the cache of queries in it
 * by id and version; on `reset` all queries are fetched anew without you.
 */
export function useLive(handler: (event: LiveEvent) => void): void {
  const link = useContext(Context);
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => link?.listen((event) => latest.current(event)), [link]);
}

const still = () => () => undefined;

/** Whether events arrive. */
export function useLiveStatus(): LiveStatus {
  const link = useContext(Context);
  return useSyncExternalStore(link?.watch ?? still, link?.status ?? (() => 'connecting'));
}
