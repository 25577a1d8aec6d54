import { useSyncExternalStore } from 'react';

/** For how long a reply can be taken back, in seconds. */
export const HOLDS = [0, 5, 10, 15] as const;
export type Hold = (typeof HOLDS)[number];

const KEPT = 'switchboard-hold';
const USUAL: Hold = 5;
const watchers = new Set<() => void>();
let chosen: Hold | null = null;

export function hold(): Hold {
  if (chosen === null) {
    let kept: string | null = null;
    try {
      kept = localStorage.getItem(KEPT);
    } catch {
      // A browser that keeps nothing has the usual time.
    }
    chosen = HOLDS.find((one) => String(one) === kept) ?? USUAL;
  }
  return chosen;
}

export function setHold(seconds: Hold): void {
  chosen = seconds;
  try {
    localStorage.setItem(KEPT, String(seconds));
  } catch {
    // It is forgotten with the page.
  }
  for (const watcher of watchers) watcher();
}

export function useHold(): Hold {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    hold,
  );
}
