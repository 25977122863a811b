import { isBad, isOver } from '../api/status';
import { Versions } from '../live/versions';
import type { RunItem } from './requests';

/** Newest first, as the API lists them. */
function newestFirst(a: RunItem, b: RunItem): number {
  if (a.startedAt !== b.startedAt) return a.startedAt < b.startedAt ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}

const LIT_MS = 600;

/**
 * The rows of the list, and what waits beside them. A row changes in place; what is new waits, and
 * what no longer belongs stays, until both are settled by {@link takeIn}.
 */
export class Held {
  readonly rows: RunItem[] = [];
  readonly fresh = new Map<string, RunItem>();
  readonly gone = new Set<string>();
  /** Whether there are older ones that were not loaded. */
  partial = false;
  /** How often what was heard since somebody was last told. */
  readonly news = new Map<string, number>();
  readonly #lit = new Map<string, number>();
  readonly #index = new Map<string, number>();
  readonly #versions = new Versions();

  at(id: string): number {
    return this.#index.get(id) ?? -1;
  }

  /** How a row looks: whether it no longer belongs here, and whether it changed just now. */
  look(id: string): string {
    const lit = (this.#lit.get(id) ?? -Infinity) > performance.now() - LIT_MS;
    return (this.gone.has(id) ? 'gone ' : '') + (lit ? 'lit' : '');
  }

  begin(items: readonly RunItem[]): void {
    for (const item of items) this.#versions.take(item.id, item.version);
    this.#place([...items]);
  }

  append(items: readonly RunItem[]): void {
    const more = items.filter((it) => !this.#index.has(it.id));
    for (const item of more) {
      this.#versions.take(item.id, item.version);
      this.fresh.delete(item.id);
      this.#index.set(item.id, this.rows.push(item) - 1);
    }
  }

  /**
   * Takes a state that was heard of, and tells whether it was news; in a list that stands still
   * nothing arrives.
   */
  take(item: RunItem, leaves: boolean, still: boolean): boolean {
    if (!this.#versions.take(item.id, item.version)) return false;
    const at = this.at(item.id);
    if (at >= 0) this.#change(at, item, leaves);
    else if (leaves) this.fresh.delete(item.id);
    else if (!still && this.#belongsAbove(item)) {
      const before = this.fresh.get(item.id);
      if (!before) this.#tell('new');
      this.#note(before, item);
      this.fresh.set(item.id, item);
    }
    return true;
  }

  #change(at: number, item: RunItem, leaves: boolean): void {
    const before = this.rows[at] as RunItem;
    this.#note(before, item);
    // What is told live has no bars: those of before stand until others are asked for.
    const bars = item.miniTimeline ?? before.miniTimeline;
    this.rows[at] = bars ? { ...item, miniTimeline: bars } : item;
    if (item.version !== before.version) this.#lit.set(item.id, performance.now());
    if (leaves) this.gone.add(item.id);
    else this.gone.delete(item.id);
  }

  #note(before: RunItem | undefined, item: RunItem): void {
    if (!isOver(item.status) || (before && isOver(before.status))) return;
    this.#tell(isBad(item.status) ? 'failed' : 'ended');
  }

  #tell(what: string): void {
    this.news.set(what, (this.news.get(what) ?? 0) + 1);
  }

  /** What is older than the last row comes with its page. */
  #belongsAbove(item: RunItem): boolean {
    const last = this.rows.at(-1);
    return !last || !this.partial || newestFirst(item, last) < 0;
  }

  /** What is not among those that there are now, from the newest down, is gone. */
  miss(items: readonly RunItem[]): void {
    const there = new Set(items.map((it) => it.id));
    const last = items.at(-1);
    for (const row of this.rows) {
      if (last && newestFirst(last, row) < 0) break;
      if (!there.has(row.id)) this.gone.add(row.id);
    }
  }

  /** Gives rows their bars; nothing else of them changes. */
  dress(items: readonly RunItem[]): void {
    for (const item of items) {
      const at = this.at(item.id);
      const row = this.rows[at];
      if (row && item.miniTimeline !== undefined)
        this.rows[at] = { ...row, miniTimeline: item.miniTimeline };
    }
  }

  /** Lets in what waits, and lets go of what no longer belongs here. */
  takeIn(): void {
    const kept = this.rows.filter((it) => !this.gone.has(it.id));
    this.#place([...this.fresh.values(), ...kept].sort(newestFirst));
    for (const id of this.fresh.keys()) this.#lit.set(id, performance.now());
    this.fresh.clear();
    this.gone.clear();
  }

  /** Every row is news again, whatever version of it is held. */
  distrust(): void {
    this.#versions.forget();
  }

  clear(): void {
    this.#place([]);
    this.fresh.clear();
    this.gone.clear();
    this.#lit.clear();
    this.#versions.forget();
    this.partial = false;
    this.news.clear();
  }

  #place(rows: RunItem[]): void {
    this.rows.length = 0;
    this.#index.clear();
    // One by one: a call takes only so many arguments.
    for (const row of rows) this.#index.set(row.id, this.rows.push(row) - 1);
  }
}
