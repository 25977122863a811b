import { api } from '../api/client';
import { asProblem, type Problem } from '../api/problem';
import type { Counts, ExecutionItem } from '../api/types';
import { atMostEvery } from '../base/frame';
import { Signal } from '../base/signal';
import { channel } from '../live/channel';
import type { LiveEvent } from '../live/frames';
import { Versions } from '../live/versions';
import { now } from '../time/clock';
import { asLive, asQuery, type Filter } from './filter';

const PAGE = '100';
const SNAPSHOT = 100;

/** Newest first, as the API lists them. */
function newestFirst(a: ExecutionItem, b: ExecutionItem): number {
  if (a.startedAt !== b.startedAt) return a.startedAt < b.startedAt ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}

/**
 * The executions of one filter, page by page and as they change. What is listed changes in place;
 * what is new waits until it is taken in, so that no row moves under anybody's eyes.
 */
export class RunList {
  /** Counts up with every change that is to be seen. */
  readonly changed = new Signal<number>(0);
  readonly rows: ExecutionItem[] = [];
  readonly #fresh = new Map<string, ExecutionItem>();
  readonly #gone = new Set<string>();
  readonly #lit = new Map<string, number>();
  readonly #index = new Map<string, number>();
  readonly #versions = new Versions();
  readonly #recount = atMostEvery(2_000, () => void this.#count());
  #filter: Filter = new Map();
  #cursor: string | null = null;
  #abort = new AbortController();
  #unwatch: (() => void) | null = null;
  loading = true;
  loadingMore = false;
  problem: Problem | null = null;
  counts: Counts | null = null;
  /** Whether what is new may enter at once: nobody has scrolled or chosen anything. */
  untouched = true;

  get filter(): Filter {
    return this.#filter;
  }

  get waiting(): number {
    return this.#fresh.size;
  }

  get hasMore(): boolean {
    return this.#cursor !== null;
  }

  isGone(id: string): boolean {
    return this.#gone.has(id);
  }

  /** Whether a row changed just now. */
  isLit(id: string): boolean {
    return (this.#lit.get(id) ?? 0) > performance.now() - 600;
  }

  /** Begins anew with a filter. */
  async load(filter: Filter): Promise<void> {
    this.stop();
    this.#filter = filter;
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.#forget();
    this.loading = true;
    this.problem = null;
    this.#tell();
    try {
      const page = await api.executions([...asQuery(filter, now()), ['limit', PAGE]], signal);
      if (signal.aborted) return;
      this.#cursor = page.nextCursor;
      for (const item of page.items) this.#versions.take(item.id, item.version);
      this.#place([...page.items]);
      this.#watch();
      void this.#count();
    } catch (thrown) {
      if (signal.aborted) return;
      this.problem = asProblem(thrown);
    }
    this.loading = false;
    this.#tell();
  }

  /** Goes on where it was stopped, if it is still the same list. */
  resume(filter: Filter): boolean {
    const same = JSON.stringify([...filter]) === JSON.stringify([...this.#filter]);
    if (!same || this.rows.length === 0 || this.problem) return false;
    this.#abort = new AbortController();
    this.untouched = false;
    this.#watch();
    void this.#count();
    return true;
  }

  /** Stands still, and keeps what it has. */
  stop(): void {
    this.#abort.abort();
    this.#unwatch?.();
    this.#unwatch = null;
  }

  /** Loads the next page, if there is one and it is not on its way. */
  async more(): Promise<void> {
    if (!this.#cursor || this.loadingMore) return;
    const { signal } = this.#abort;
    this.loadingMore = true;
    try {
      const page = await api.executions(
        [...asQuery(this.#filter, now()), ['limit', PAGE], ['cursor', this.#cursor]],
        signal,
      );
      if (signal.aborted) return;
      this.#cursor = page.nextCursor;
      this.#place([...this.rows, ...page.items.filter((it) => !this.#index.has(it.id))]);
    } catch (thrown) {
      if (!signal.aborted) this.problem = asProblem(thrown);
    } finally {
      this.loadingMore = false;
    }
    this.#tell();
  }

  /** Lets in what waits, and lets go of what no longer belongs here. */
  takeIn(): void {
    const kept = this.rows.filter((it) => !this.#gone.has(it.id));
    this.#place([...this.#fresh.values(), ...kept].sort(newestFirst));
    for (const id of this.#fresh.keys()) this.#lit.set(id, performance.now());
    this.#fresh.clear();
    this.#gone.clear();
    this.#tell();
  }

  readonly #enter = atMostEvery(1_000, () => {
    if (this.untouched && (this.#fresh.size > 0 || this.#gone.size > 0)) this.takeIn();
  });

  #watch(): void {
    // What words match cannot be watched for: such a list stands still but for its rows.
    const still = this.#filter.has('q');
    this.#unwatch = channel.watch(
      { topic: 'executions', filter: asLive(this.#filter, now()), snapshot: still ? 0 : SNAPSHOT },
      {
        snapshot: (frame) => {
          for (const item of frame.items ?? []) this.#apply(item, false, still);
          // All of them new: there may be more between them and what is listed.
          if (this.#fresh.size >= SNAPSHOT) void this.load(this.#filter);
          else this.#settle();
        },
        reset: () => this.#versions.forget(),
        poll: () => void this.#poll(still),
        events: (events) => {
          if (events.some((it) => it.kind === 'executions.removed')) {
            void this.load(this.#filter);
            return;
          }
          for (const event of events) this.#hear(event, still);
          this.#settle();
        },
      },
    );
  }

  async #poll(still: boolean): Promise<void> {
    const { signal } = this.#abort;
    try {
      const page = await api.executions([...asQuery(this.#filter, now()), ['limit', PAGE]], signal);
      if (signal.aborted) return;
      for (const item of page.items) this.#apply(item, false, still);
      this.#settle();
    } catch {
      // The next attempt looks again.
    }
  }

  #hear(event: LiveEvent, still: boolean): void {
    const item = event.item as ExecutionItem | undefined;
    if (!event.execution || !item || event.kind === 'step.upserted') return;
    const leaves = event.leaves === true || event.kind === 'execution.deleted';
    this.#apply({ ...item, id: event.execution }, leaves, still);
  }

  #apply(item: ExecutionItem, leaves: boolean, still: boolean): void {
    if (!this.#versions.take(item.id, item.version)) return;
    const at = this.#index.get(item.id);
    if (at !== undefined) {
      this.rows[at] = item;
      this.#lit.set(item.id, performance.now());
      if (leaves) this.#gone.add(item.id);
      else this.#gone.delete(item.id);
    } else if (leaves) this.#fresh.delete(item.id);
    else if (!still && this.#belongsAbove(item)) this.#fresh.set(item.id, item);
  }

  /** What is older than the last row comes with its page. */
  #belongsAbove(item: ExecutionItem): boolean {
    const last = this.rows.at(-1);
    return !last || this.#cursor === null || newestFirst(item, last) < 0;
  }

  #settle(): void {
    this.#recount();
    this.#enter();
    this.#tell();
  }

  async #count(): Promise<void> {
    const { signal } = this.#abort;
    try {
      const counts = await api.counts(asQuery(this.#filter, now(), 'status'), signal);
      if (signal.aborted) return;
      this.counts = counts;
      this.#tell();
    } catch {
      // The list itself tells when the service cannot be reached; counts come again.
    }
  }

  #place(rows: ExecutionItem[]): void {
    this.rows.splice(0, this.rows.length, ...rows);
    this.#index.clear();
    rows.forEach((row, at) => this.#index.set(row.id, at));
  }

  #forget(): void {
    this.#place([]);
    this.#fresh.clear();
    this.#gone.clear();
    this.#lit.clear();
    this.#versions.forget();
    this.#cursor = null;
    this.untouched = true;
  }

  #tell(): void {
    this.changed.value++;
  }
}

/** One list for the tab: who comes back finds it as it was, who looks at one run has neighbours. */
export const list = new RunList();

/** The run before or behind one in the list; empty where there is none. */
export function neighbour(id: string, by: 1 | -1): string {
  const at = list.rows.findIndex((it) => it.id === id || `ext:${it.externalId}` === id);
  return at < 0 ? '' : (list.rows[at + by]?.id ?? '');
}
