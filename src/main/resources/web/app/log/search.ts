import { asProblem } from '../api/problem';
import { atMostEvery, oncePerFrame } from '../base/frame';
import { Signal } from '../base/signal';
import { plain } from './ansi';
import type { Lines } from './lines';
import { lines } from './requests';

const PAGE = 1_000;
export const MOST_TEXT = 1_000;
const TOO_SLOW_MS = 100;
const MOST_MARKS = 50;

/** A group that repeats, a look back at one, or many parts that do can take longer than anybody waits. */
const RUNAWAY = /\)[*+{]|\\[1-9k]|(?:(?:[*+]|,\}).*){4}/;

/** Words are looked for by the service in all lines; an expression in the lines as they are read. */
export class Search {
  readonly changed = new Signal<number>(0);
  readonly #tell = oncePerFrame(() => this.changed.value++);
  readonly #abort = new AbortController();
  readonly #words: readonly string[];
  #pattern: RegExp | null = null;
  #found: number[] = [];
  #last = -1;
  /** How many lines match; null until it is known. */
  count: number | null = null;
  /** Which of them is shown, from 1. */
  at = 0;
  /** What there is to say beside the count. */
  told = '';

  /** Lines came by themselves. */
  readonly again = atMostEvery(2_000, () => {
    if (this.count !== null && !this.told) void this.#run();
  });

  constructor(
    readonly lines: Lines,
    readonly text: string,
    readonly byPattern: boolean,
  ) {
    this.#words = byPattern ? [] : text.toLowerCase().split(/\s+/).filter(Boolean);
  }

  start(): void {
    const runaway = this.byPattern && RUNAWAY.test(this.text);
    const words = this.#words.map((it) => it.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
    try {
      if (!runaway) this.#pattern = new RegExp(this.byPattern ? this.text : words.join('|'), 'giu');
    } catch {
      // Told below.
    }
    if (!this.#pattern) {
      this.told = runaway ? 'too much repetition to try' : 'not a regular expression';
      this.count = 0;
    } else void this.#run();
  }

  stop(): void {
    this.#abort.abort();
  }

  async #run(work = () => (this.byPattern ? this.#scan() : this.#count())): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      if (this.#abort.signal.aborted) return;
      this.told = asProblem(thrown).title;
    }
    this.#tell();
  }

  async #count(): Promise<void> {
    const page = await this.#get({ q: this.text.trim(), limit: 1, count: 'exact' });
    this.count = page.total ?? 0;
  }

  /** Reads all lines a page at a time and tries them; between two pages one can look. */
  async #scan(): Promise<void> {
    for (let tried = 0; ;) {
      const { items } = await this.#get({ afterSequence: this.#last, limit: PAGE });
      for (const { message, sequence } of items) {
        const begun = performance.now();
        if (this.marks(plain(message)).length > 0) this.#found.push(sequence);
        this.#last = sequence;
        this.count = this.#found.length;
        if (performance.now() - begun > TOO_SLOW_MS) {
          this.#pattern = null;
          this.told = `up to line ${sequence}: the expression is too slow`;
          return;
        }
      }
      this.count ??= 0;
      tried += items.length;
      this.told = '';
      if (items.length < PAGE) break;
      this.told = `in ${Math.round((100 * tried) / Math.max(this.lines.held.total, tried))} % of the lines so far`;
      this.#tell();
    }
  }

  /** Where a line matches: starts and ends. */
  marks(text: string): [number, number][] {
    const low = text.toLowerCase();
    if (!this.#pattern || !this.#words.every((word) => low.includes(word))) return [];
    const tried = this.byPattern ? text.slice(0, MOST_TEXT) : text;
    return [...tried.matchAll(this.#pattern)]
      .filter(([found]) => found)
      .slice(0, MOST_MARKS)
      .map(({ 0: found, index }) => [index, index + found.length]);
  }

  /** The match before or behind a line, from the other end when there is none; null if none at all. */
  async next(from: number, by: 1 | -1): Promise<number | null> {
    if (this.byPattern) return this.#step(from, by);
    let found: number | null = null;
    await this.#run(async () => {
      found = (await this.#ask(from, by)) ?? (await this.#ask(-1, by));
    });
    return found;
  }

  #step(from: number, by: 1 | -1): number | null {
    const found = this.#found;
    let i = by > 0 ? found.findIndex((it) => it > from) : found.findLastIndex((it) => it < from);
    if (i < 0) i = by > 0 ? 0 : found.length - 1;
    this.at = i + 1;
    this.#tell();
    return found[i] ?? null;
  }

  async #ask(from: number, by: 1 | -1): Promise<number | null> {
    const page = await this.#get({
      q: this.text.trim(),
      limit: 1,
      count: 'exact',
      order: by > 0 ? 'asc' : 'desc',
      ...(from < 0 ? {} : by > 0 ? { afterSequence: from } : { beforeSequence: from }),
    });
    const line = page.items[0];
    if (!line) return null;
    const left = page.total ?? 1;
    this.count = Math.max(this.count ?? 0, left);
    this.at = by > 0 ? this.count - left + 1 : left;
    return line.sequence;
  }

  #get(query: Record<string, string | number>): ReturnType<typeof lines> {
    return lines(this.lines.execution, this.lines.filter, query, this.#abort.signal);
  }
}
