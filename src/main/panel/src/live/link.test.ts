import { beforeEach, expect, test, vi } from 'vitest';
import type { LiveEvent } from './events';
import { LiveLink, type Surroundings } from './link';

class PlayedStream extends EventTarget {
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  readyState = 0;
  closed = false;
  close() {
    this.closed = true;
  }
  say(name: string, data: unknown) {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }));
  }
  end() {
    this.readyState = 2;
    this.onerror?.();
  }
}

/** A browser with tabs: messages go to all other tabs, one tab has the lock. */
class PlayedBrowser {
  streams: PlayedStream[] = [];
  answer = 503;
  private channels: { onmessage: ((m: MessageEvent) => void) | null }[] = [];
  private queue: (() => Promise<void>)[] = [];
  private held = false;

  tab(): Surroundings {
    const channels = this.channels;
    return {
      stream: () => {
        const stream = new PlayedStream();
        this.streams.push(stream);
        return stream as unknown as EventSource;
      },
      probe: async () => this.answer,
      channel: () => {
        const own = {
          onmessage: null as ((m: MessageEvent) => void) | null,
          postMessage(data: unknown) {
            for (const one of channels) if (one !== own) one.onmessage?.({ data } as MessageEvent);
          },
          close() {
            channels.splice(channels.indexOf(own), 1);
          },
        };
        channels.push(own);
        return own as never;
      },
      exclusively: (_, lead) => {
        this.queue.push(lead);
        this.next();
      },
    };
  }

  private next() {
    const lead = this.held ? undefined : this.queue.shift();
    if (!lead) return;
    this.held = true;
    void lead().then(() => {
      this.held = false;
      this.next();
    });
  }

  stream(): PlayedStream {
    const last = this.streams.at(-1);
    if (!last) throw new Error('no stream');
    return last;
  }
}

let browser: PlayedBrowser;
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', { CLOSED: 2 });
  browser = new PlayedBrowser();
});

function heard(link: LiveLink): string[] {
  const names: string[] = [];
  link.listen((event: LiveEvent) => names.push(event.name));
  return names;
}

test('one tab reads the stream, all tabs hear the event once', () => {
  const [first, second] = [new LiveLink(browser.tab()), new LiveLink(browser.tab())];
  const [one, two] = [heard(first), heard(second)];
  expect(browser.streams).toHaveLength(1);
  browser.stream().onopen?.();
  browser.stream().say('ticket.opened', { ticket: '1' });
  expect([one, two]).toEqual([['ticket.opened'], ['ticket.opened']]);
  expect([first.status(), second.status()]).toEqual(['open', 'open']);
});

test('a tab that comes later learns how things stand', () => {
  new LiveLink(browser.tab());
  browser.stream().onopen?.();
  expect(new LiveLink(browser.tab()).status()).toBe('open');
});

test('another tab takes over, and has what was missed fetched', async () => {
  const first = new LiveLink(browser.tab());
  const second = new LiveLink(browser.tab());
  browser.stream().onopen?.();
  const names = heard(second);
  first.close();
  await vi.advanceTimersByTimeAsync(0);
  expect(browser.streams).toHaveLength(2);
  browser.stream().onopen?.();
  browser.stream().say('message.created', { ticket: '1', message: '2' });
  expect(names).toEqual(['reset', 'message.created']);
});

test('a server without the stream is asked no more', async () => {
  browser.answer = 404;
  const link = new LiveLink(browser.tab());
  browser.stream().end();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(link.status()).toBe('absent');
  expect(browser.streams).toHaveLength(1);
});

test('a server that is away is asked again, ever more rarely', async () => {
  const link = new LiveLink(browser.tab());
  for (const pause of [2_000, 4_000, 8_000, 15_000, 15_000]) {
    browser.stream().end();
    const before = browser.streams.length;
    await vi.advanceTimersByTimeAsync(pause - 1);
    expect(browser.streams).toHaveLength(before);
    await vi.advanceTimersByTimeAsync(1);
    expect(browser.streams).toHaveLength(before + 1);
  }
  expect(link.status()).toBe('connecting');
});

test('bye ends it in all tabs', () => {
  const [first, second] = [new LiveLink(browser.tab()), new LiveLink(browser.tab())];
  browser.stream().onopen?.();
  browser.stream().say('bye', {});
  expect([first.status(), second.status()]).toEqual(['ended', 'ended']);
  expect(browser.stream().closed).toBe(true);
});

test('an event that cannot be read is left out', () => {
  const names = heard(new LiveLink(browser.tab()));
  browser.stream().dispatchEvent(new MessageEvent('reset', { data: '{' }));
  expect(names).toEqual([]);
});
