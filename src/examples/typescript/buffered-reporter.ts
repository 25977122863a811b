/**
 * Reports to Hindsight without making an engine wait: operations go into a bounded buffer, and from there
 * in batches to POST /api/v1/ingest. One is kept until it is durable; resending it changes nothing.
 */
export class BufferedReporter {
  #waiting: string[] = [];
  #closing = false;
  #givenUp = false;
  #wake = () => {};
  #sender: Promise<void>;

  constructor(private readonly url: string, private readonly key = '', private readonly bound = 10_000, private readonly batch = 500) {
    this.#sender = this.#send();
  }

  /** Takes an operation; false, and nothing is taken, while the buffer is full. */
  report(operation: object): boolean {
    if (this.#closing || this.#waiting.length >= this.bound) return false;
    this.#waiting.push(JSON.stringify(operation));
    this.#wake();
    return true;
  }

  /** Sends what is left, for so long at most; tells how many operations are not known to be durable. */
  async close(limitMs: number): Promise<number> {
    this.#closing = true;
    this.#wake();
    let timer: ReturnType<typeof setTimeout> | undefined;
    await Promise.race([this.#sender, new Promise(over => { timer = setTimeout(over, limitMs); })]);
    clearTimeout(timer);
    this.#givenUp = true;
    return this.#waiting.length;
  }

  async #send(): Promise<void> {
    let pause = 0;
    while (!this.#givenUp && (this.#waiting.length > 0 || !this.#closing)) {
      if (this.#waiting.length === 0) {
        await new Promise<void>(some => { this.#wake = some; });
        continue;
      }
      const lines = this.#waiting.slice(0, this.batch);
      const {durable, retryAfterMs} = await this.#post(lines);
      this.#waiting.splice(0, durable);
      pause = durable === lines.length ? 0 : Math.max(retryAfterMs, Math.min(10_000, pause * 2 + 100));
      await new Promise(over => setTimeout(over, pause));
    }
  }

  /** How many lines need not be sent again, and after how long the others may be. */
  async #post(lines: string[]): Promise<{durable: number; retryAfterMs: number}> {
    try {
      const headers: Record<string, string> = {'Content-Type': 'application/x-ndjson'};
      if (this.key) headers['Authorization'] = `Bearer ${this.key}`;
      const answer = await fetch(`${this.url}/api/v1/ingest`, {
        method: 'POST', headers, body: lines.join('\n') + '\n', signal: AbortSignal.timeout(30_000)});
      const told = await answer.json().catch(() => ({}));
      if (answer.status === 200) {
        if (told.rejected) console.error('Hindsight refuses some operations:', told.errors);
        return {durable: lines.length, retryAfterMs: 0};
      }
      console.error(`Hindsight answers ${answer.status}: trying again`);
      return {durable: told.lastDurableLine ?? 0, retryAfterMs: 1000 * (Number(answer.headers.get('Retry-After')) || 0)};
    } catch {
      return {durable: 0, retryAfterMs: 0};
    }
  }
}
