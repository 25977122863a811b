import { api } from '../api/client';
import { countOfAll } from '../api/counts';
import { asProblem, type Problem } from '../api/problem';
import { isOver } from '../api/status';
import type { Counts } from '../api/types';
import { atMostEvery, oncePerFrame } from '../base/frame';
import { Signal } from '../base/signal';
import { channel, noteHeard } from '../live/channel';
import type { LiveEvent } from '../live/frames';
import { now } from '../time/clock';
import { asLive, asQuery, isStill, type Filter } from './filter';
import { Held } from './held';
import { barsBetween, runs, type RunItem } from './requests';

const PAGE = 100;
const MOST = 1_000;
const SNAPSHOT = 100;

/**
 * The executions of one filter, page by page and as they change. What is listed changes in place;
 * what is new waits until it is taken in, so that no row moves under anybody's eyes.
 */
export class RunList {
  /** Counts up with every change that is to be seen. */
  readonly changed = new Signal<number>(0);
  readonly held = new Held();
  readonly #dress = atMostEvery(1_000, () => void this.#loadBars());
  readonly #recount = atMostEvery(2_000, () => void this.#count());
  /** Whatever is told in between is painted at once. */
  readonly #soon = oncePerFrame(() => this.#tell());
  #filter: Filter = new Map();
  /** What the cursor belongs to: a range that moves with time would be another question. */
  #query: [string, string][] = [];
  #cursor: string | null = null;
  #abort = new AbortController();
  #unwatch: (() => void) | null = null;
  #watching: AbortSignal | null = null;
  loading = true;
  #loadingMore = false;
  problem: Problem | null = null;
  /** Why the rest of the list did not come. */
  moreProblem: Problem | null = null;
  counts: Counts | null = null;
  /** Whether more is new than what waits: then it is all read again when it is taken in. */
  gap = false;
  /** Whether what is new may enter at once; the screen knows whether anybody looks at a row. */
  untouched = (): boolean => false;

  get rows(): readonly RunItem[] {
    return this.held.rows;
  }

  get filter(): Filter {
    return this.#filter;
  }

  get waiting(): number {
    return this.held.fresh.size;
  }

  /** How many there are in all; -1 if that is not known. */
  get total(): number {
    if (!this.#cursor) return this.rows.length;
    return this.counts ? countOfAll(this.counts, this.#filter.get('status') ?? '') : -1;
  }

  /** Begins anew with a filter; so many rows at once as somebody had come to before. */
  async load(filter: Filter, atLeast = PAGE): Promise<void> {
    // What was watched is let go of when the new is watched: the channel stays open between.
    this.#abort.abort();
    this.#filter = filter;
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.held.clear();
    this.#cursor = null;
    this.loading = true;
    this.gap = false;
    this.#loadingMore = false;
    this.problem = null;
    this.moreProblem = null;
    this.#tell();
    try {
      const limit = String(Math.min(MOST, Math.max(PAGE, atLeast)));
      this.#query = asQuery(filter, now());
      const page = await runs([...this.#query, ['limit', limit]], signal);
      if (signal.aborted) return;
      this.#turn(page.nextCursor);
      this.held.begin(page.items);
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
    return same && this.rows.length > 0 && !this.problem;
  }

  /** Stands still, and keeps what it has. */
  stop(): void {
    this.#abort.abort();
    this.#unwatch?.();
    this.#unwatch = null;
    this.#watching = null;
  }

  /** Loads the next page, if there is one and it is not on its way. */
  async more(again = false): Promise<void> {
    if (!this.#cursor || this.#loadingMore || (this.moreProblem && !again)) return;
    const { signal } = this.#abort;
    this.#loadingMore = true;
    this.moreProblem = null;
    try {
      const page = await runs(
        [...this.#query, ['limit', String(PAGE)], ['cursor', this.#cursor]],
        signal,
      );
      if (signal.aborted) return;
      this.#turn(page.nextCursor);
      this.held.append(page.items);
    } catch (thrown) {
      if (!signal.aborted) this.moreProblem = asProblem(thrown);
    } finally {
      this.#loadingMore = false;
    }
    this.#tell();
  }

  #turn(cursor: string | null): void {
    this.#cursor = cursor;
    this.held.partial = cursor !== null;
  }

  /** Lets in what waits, and lets go of what no longer belongs here. */
  takeIn(): void {
    if (this.gap) {
      void this.load(this.#filter).then(() => this.watch());
      return;
    }
    this.held.takeIn();
    this.#tell();
  }

  /** Lets in what waits, if nobody looks; at most once in a while. */
  readonly enter = atMostEvery(1_000, () => {
    const { fresh, gone } = this.held;
    if ((fresh.size > 0 || gone.size > 0) && this.untouched()) this.takeIn();
  });

  /** From now on, as it changes; once the rows are painted. */
  watch(): void {
    if (this.#abort.signal.aborted) this.#abort = new AbortController();
    const { signal } = this.#abort;
    if (this.#watching === signal || this.problem) return;
    this.#watching = signal;
    void this.#count();
    const still = isStill(this.#filter);
    const before = this.#unwatch;
    this.#unwatch = channel.watch(
      { topic: 'executions', filter: asLive(this.#filter, now()), snapshot: still ? 0 : SNAPSHOT },
      {
        snapshot: (frame) => {
          if (signal.aborted) return;
          for (const item of frame.items ?? []) this.#take(item, false, still);
          // All of them new: there may be more between them and what is listed.
          this.gap ||= this.waiting >= SNAPSHOT;
          this.#settle();
        },
        reset: () => {
          if (signal.aborted) return;
          this.held.distrust();
          void this.#poll(still, true);
        },
        poll: () => void this.#poll(still),
        events: (events) => {
          if (signal.aborted) return;
          if (events.some((it) => it.kind === 'executions.removed')) void this.#poll(still, true);
          for (const event of events) this.#hear(event, still);
          this.#settle();
        },
      },
    );
    before?.();
  }

  /** Looks again, by other means; all of what is listed where some of it may have been removed. */
  async #poll(still: boolean, all = false): Promise<void> {
    const { signal } = this.#abort;
    if (signal.aborted || this.loading) return;
    const limit = all ? Math.min(MOST, Math.max(PAGE, this.rows.length)) : PAGE;
    try {
      const page = await runs([...asQuery(this.#filter, now()), ['limit', String(limit)]], signal);
      if (signal.aborted) return;
      for (const item of page.items) this.#take(item, false, still);
      noteHeard();
      if (all) this.held.miss(page.items);
      this.#settle();
    } catch {
      // The next attempt looks again.
    }
  }

  #hear(event: LiveEvent, still: boolean): void {
    const item = event.item as RunItem | undefined;
    if (!event.execution || !item || event.kind === 'step.upserted') return;
    const leaves = event.leaves === true || event.kind === 'execution.deleted';
    this.#take({ ...item, id: event.execution }, leaves, still);
  }

  #take(item: RunItem, leaves: boolean, still: boolean): void {
    if (!this.held.take(item, leaves, still)) return;
    this.#recount();
  }

  #settle(): void {
    this.enter();
    if (this.#bare.length > 0) this.#dress();
    this.#soon();
  }

  /** The rows of runs that ended under our eyes: their bars are not told live. */
  get #bare(): RunItem[] {
    return this.held.rows
      .slice(0, SNAPSHOT)
      .filter((it) => it.miniTimeline === undefined && isOver(it.status));
  }

  /** Asks for all that is bare together. Bars are an ornament: without, a run is one bar. */
  async #loadBars(): Promise<void> {
    const bare = this.#bare;
    const times = bare.map((it) => it.startedAt).sort();
    const [first, last] = [times[0], times.at(-1)];
    if (!first || !last) return;
    const dressed = await barsBetween(first, last).catch(() => []);
    // Who got none is not asked for again.
    this.held.dress([...bare.map((it) => ({ ...it, miniTimeline: null })), ...dressed]);
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
      // The list itself tells when the service cannot be reached.
    }
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
