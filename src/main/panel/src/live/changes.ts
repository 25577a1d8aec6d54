/**
 * Collects what has changed, by its id, and gives the ids on at most once in a time: the first at
 * once, those of the meantime together. After an outage hundreds of events come in a second; one
 * request for each would exceed the rate of the session.
 */
export class Changes {
  private readonly waiting = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private busy = false;

  constructor(
    private readonly every: number,
    private readonly give: (ids: readonly string[]) => void,
  ) {}

  add(id: string): void {
    this.waiting.add(id);
    if (!this.busy) this.flush();
  }

  /** Forgets what waits. */
  clear(): void {
    this.waiting.clear();
  }

  close(): void {
    this.clear();
    clearTimeout(this.timer);
    this.busy = false;
  }

  private flush(): void {
    this.busy = this.waiting.size > 0;
    if (!this.busy) return;
    const ids = [...this.waiting];
    this.waiting.clear();
    this.timer = setTimeout(() => this.flush(), this.every);
    this.give(ids);
  }
}
