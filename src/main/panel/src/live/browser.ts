import type { Surroundings } from './link';

const ADDRESS = '/api/events';
const NAME = 'switchboard-live';

/** This browser. Without locks (an address without https) each tab reads a stream of its own. */
export const browser: Surroundings = {
  stream: () => new EventSource(ADDRESS),

  async probe() {
    const stop = new AbortController();
    try {
      const answer = await fetch(ADDRESS, {
        headers: { Accept: 'text/event-stream' },
        signal: stop.signal,
      });
      return answer.status;
    } catch {
      return 0;
    } finally {
      stop.abort();
    }
  },

  channel: () => ('locks' in navigator ? new BroadcastChannel(NAME) : null),

  exclusively(signal, lead) {
    if ('locks' in navigator) {
      // Aborted while it waits: there is nothing to lead.
      navigator.locks.request(NAME, { signal }, lead).catch(() => undefined);
    } else {
      void lead();
    }
  },
};
