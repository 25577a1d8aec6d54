import { EVENT_NAMES, type LiveEvent, liveEvent } from './events';

/**
 * - `open`: events arrive
 * - `connecting`: not yet, or not any more
 * - `absent`: this server has no stream; the panel works without it
 * - `ended`: the session is over
 */
export type LiveStatus = 'connecting' | 'open' | 'absent' | 'ended';

type Message =
  | { kind: 'event'; event: LiveEvent }
  | { kind: 'status'; status: LiveStatus }
  | { kind: 'ask' };

/** What of the browser is used, so that tests can play it. */
export interface Surroundings {
  stream(): EventSource;
  /** The status of an answer of the stream's address; 0 where there is none. */
  probe(): Promise<number>;
  channel(): Pick<BroadcastChannel, 'postMessage' | 'close' | 'onmessage'> | null;
  /** Runs `lead` while no other tab does, until its promise is done; never where it is aborted. */
  exclusively(signal: AbortSignal, lead: () => Promise<void>): void;
}

const SHORTEST_PAUSE = 2_000;
/** A desk that is back is wanted soon: each tab group of a browser asks four times a minute. */
const LONGEST_PAUSE = 15_000;

/**
 * The stream of events, read by one tab of the browser (the leader) and shared with the others.
 * A browser has six connections to a server over HTTP/1.1, so that a stream for each tab would
 * stop the seventh. Another tab takes over when the leader closes.
 */
export class LiveLink {
  private readonly channel;
  private readonly closing = new AbortController();
  private readonly handlers = new Set<(event: LiveEvent) => void>();
  private readonly watchers = new Set<() => void>();
  private stream: EventSource | null = null;
  private pause = SHORTEST_PAUSE;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private leading = false;
  private sawEvents = false;
  private current: LiveStatus = 'connecting';

  constructor(private readonly around: Surroundings) {
    this.channel = around.channel();
    if (this.channel) {
      this.channel.onmessage = (message: MessageEvent<Message>) => this.heard(message.data);
      this.say({ kind: 'ask' });
    }
    around.exclusively(this.closing.signal, () => this.lead());
  }

  status = (): LiveStatus => this.current;

  watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  listen(handler: (event: LiveEvent) => void): () => void {
    this.handlers.add(handler);
    return () => this.handlers.delete(handler);
  }

  close(): void {
    this.closing.abort();
    clearTimeout(this.timer);
    this.stream?.close();
    this.channel?.close();
  }

  // ---- following

  private heard(message: Message): void {
    switch (message.kind) {
      case 'ask':
        if (this.leading) this.say({ kind: 'status', status: this.current });
        break;
      case 'status':
        if (!this.leading) this.become(message.status);
        break;
      case 'event':
        if (!this.leading) this.deliver(message.event);
        break;
    }
  }

  private say(message: Message): void {
    this.channel?.postMessage(message);
  }

  private become(status: LiveStatus): void {
    if (status === 'open') this.sawEvents = true;
    if (status === this.current) return;
    this.current = status;
    for (const watcher of this.watchers) watcher();
  }

  private deliver(event: LiveEvent): void {
    for (const handler of this.handlers) handler(event);
  }

  // ---- leading

  private lead(): Promise<void> {
    this.leading = true;
    this.open();
    return new Promise((done) => this.closing.signal.addEventListener('abort', () => done()));
  }

  private open(): void {
    if (this.closing.signal.aborted) return;
    const stream = this.around.stream();
    this.stream = stream;
    // A new stream knows no last event: what came in between was missed.
    let gap = this.sawEvents;
    stream.onopen = () => {
      this.pause = SHORTEST_PAUSE;
      this.tell('open');
      if (gap) this.pass({ name: 'reset', data: {} });
      gap = false;
    };
    stream.onerror = () => {
      this.tell('connecting');
      // Otherwise the browser tries again by itself, with the last event's id.
      if (stream.readyState === EventSource.CLOSED) void this.again();
    };
    for (const name of EVENT_NAMES) {
      stream.addEventListener(name, (message: MessageEvent<string>) => {
        const event = liveEvent(name, message.data);
        if (event) this.pass(event);
      });
    }
  }

  private async again(): Promise<void> {
    const status = await this.around.probe();
    if (this.closing.signal.aborted) return;
    if (status === 404) {
      this.tell('absent');
    } else if (status === 204 || status === 401) {
      this.pass({ name: 'bye', data: {} });
    } else {
      this.timer = setTimeout(() => this.open(), this.pause);
      this.pause = Math.min(2 * this.pause, LONGEST_PAUSE);
    }
  }

  private pass(event: LiveEvent): void {
    this.say({ kind: 'event', event });
    if (event.name === 'bye') {
      this.stream?.close();
      this.tell('ended');
    }
    this.deliver(event);
  }

  private tell(status: LiveStatus): void {
    this.say({ kind: 'status', status });
    this.become(status);
  }
}
