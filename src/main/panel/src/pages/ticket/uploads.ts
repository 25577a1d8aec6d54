import { Problem, problemOf, secondsOf, UNREACHABLE } from '../../api/problem';

/** A file that was chosen for a reply. */
export interface Upload {
  /** Of this browser. */
  key: number;
  name: string;
  size: number;
  /** From 0 to 1; null when it has ended. */
  progress: number | null;
  /** Of the server; null as long as it is not kept there. */
  id: string | null;
  failure: unknown;
  /** A picture of it, for an image. */
  preview: string | null;
}

export const MOST_FILES = 10;

/** The server takes two files of a person at once; another page may be sending some, too. */
const AT_ONCE = 2;

/** A file that the server has no slot for is sent again so often. */
const TRIES = 10;
const PAUSE_SECONDS = 2;

const isFull = (failure: unknown): failure is Problem => failure instanceof Problem && (failure.status === 429 || failure.status === 503);

/** The files of one ticket that are on their way to the server or wait there for a reply. */
export class Uploads {
  private files: readonly Upload[] = [];
  private readonly running = new Map<number, () => void>();
  private readonly queue: (() => void)[] = [];
  private readonly watchers = new Set<() => void>();
  private keys = 0;

  constructor(
    private readonly put: (file: File, progress: (share: number) => void) => { done: Promise<string>; stop: () => void },
  ) {}

  snapshot = (): readonly Upload[] => this.files;

  watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** @param kept is told the id of each that has arrived */
  add(chosen: readonly File[], kept: (id: string) => void): void {
    for (const file of chosen) {
      const key = ++this.keys;
      const preview = file.type.startsWith('image/') ? URL.createObjectURL(file) : null;
      this.become([...this.files, { key, name: file.name, size: file.size, progress: 0, id: null, failure: null, preview }]);
      this.queue.push(() => this.start(key, file, kept));
    }
    this.next();
  }

  private next(): void {
    while (this.running.size < AT_ONCE) {
      const start = this.queue.shift();
      if (!start) return;
      start();
    }
  }

  private start(key: number, file: File, kept: (id: string) => void, tries = TRIES): void {
    // It may have been removed while it waited.
    if (!this.has(key)) return;
    const { done, stop } = this.put(file, (progress) => this.change(key, { progress }));
    this.running.set(key, stop);
    done
      .then(
        (id) => {
          if (!this.has(key)) return;
          this.change(key, { id, progress: null });
          kept(id);
        },
        (failure: unknown) => {
          if (!isFull(failure) || tries <= 1) {
            this.change(key, { failure, progress: null });
            return;
          }
          this.change(key, { progress: 0 });
          setTimeout(
            () => {
              this.queue.unshift(() => this.start(key, file, kept, tries - 1));
              this.next();
            },
            (failure.retryAfter ?? PAUSE_SECONDS) * 1_000,
          );
        },
      )
      .finally(() => this.ended(key));
  }

  private ended(key: number): void {
    this.running.delete(key);
    this.next();
  }

  private has(key: number): boolean {
    return this.files.some((one) => one.key === key);
  }

  remove(key: number): void {
    const stop = this.running.get(key);
    const gone = this.files.find((one) => one.key === key);
    if (gone?.preview) URL.revokeObjectURL(gone.preview);
    this.become(this.files.filter((one) => one.key !== key));
    if (stop) {
      stop();
      this.ended(key);
    }
  }

  /** The one with an id of the server, if it was chosen in this browser. */
  known(id: string): Upload | undefined {
    return this.files.find((one) => one.id === id);
  }

  private change(key: number, change: Partial<Upload>): void {
    this.become(this.files.map((one) => (one.key === key ? { ...one, ...change } : one)));
  }

  private become(files: readonly Upload[]): void {
    this.files = files;
    for (const watcher of this.watchers) watcher();
  }
}

/** Sends a file with its progress, which fetch does not tell. */
function put(ticket: string, file: File, progress: (share: number) => void) {
  const request = new XMLHttpRequest();
  const done = new Promise<string>((kept, failed) => {
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onerror = () => failed(new Problem(0, UNREACHABLE, ''));
    request.onload = () => {
      const body = request.response as { id?: string } | null;
      if (request.status === 201 && body?.id) kept(body.id);
      else failed(problemOf(request.status, body, request.getResponseHeader('X-Request-Id'), secondsOf(request.getResponseHeader('Retry-After'), Date.now())));
    };
  });
  request.open('POST', `/api/tickets/${ticket}/files?name=${encodeURIComponent(file.name)}`);
  request.responseType = 'json';
  request.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
  request.send(file);
  return { done, stop: () => request.abort() };
}

export function newUploads(ticket: string): Uploads {
  return new Uploads((file, progress) => put(ticket, file, progress));
}
