import { useSyncExternalStore } from 'react';

const EVERY = 15_000;
const watchers = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  now = Date.now();
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void): () => void {
  if (watchers.size === 0) {
    now = Date.now();
    timer = setInterval(tick, EVERY);
  }
  watchers.add(watcher);
  return () => {
    watchers.delete(watcher);
    if (watchers.size === 0) clearInterval(timer);
  };
}

/** The time in milliseconds, which goes on every 15 seconds: one clock for all that show a span. */
export function useNow(): number {
  return useSyncExternalStore(watch, () => now);
}
