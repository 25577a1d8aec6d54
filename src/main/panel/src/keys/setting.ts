import { useSyncExternalStore } from 'react';

const KEPT = 'switchboard-keys';
const watchers = new Set<() => void>();
let off: boolean | null = null;

/** Whether keys without Ctrl or Cmd do something in this browser (WCAG 2.1.4). */
export function singleKeys(): boolean {
  if (off === null) {
    try {
      off = localStorage.getItem(KEPT) === 'off';
    } catch {
      off = false;
    }
  }
  return !off;
}

export function setSingleKeys(on: boolean): void {
  off = !on;
  try {
    if (on) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, 'off');
  } catch {
    // A browser that keeps nothing forgets it with the page.
  }
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

export function useSingleKeys(): boolean {
  return useSyncExternalStore(watch, singleKeys);
}
