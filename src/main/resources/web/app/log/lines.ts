import { asProblem, type Problem } from '../api/problem';
import { atMostEvery, oncePerFrame } from '../base/frame';
import { Signal } from '../base/signal';
import { channel, liveState } from '../live/channel';
import { fetchAround } from './holes';
import { lines, type Line, type LineFilter } from './requests';
import { Segments } from './segments';

const HEAD = 300;
const PAGE = 1_000;

/**
 * The lines of one execution that pass a filter: the stretches in sight are read as they are wanted,
 * what is reported while somebody looks joins behind the last one.
 */
export class Lines {
  readonly changed = new Signal<number>(0);
  readonly held = new Segments();
  readonly #abort = new AbortController();
  readonly #tell = oncePerFrame(() => this.changed.value++);
  readonly #checkSoon = atMostEvery(4_000, () => void this.#check());
  #stops: (() => void)[] = [];
  #wanted: readonly [number, number] = [0, 0];
  #reading = false;
  #misfits = 0;
  ready = false;
  problem: Problem | null = null;
  /** The first sequence of lines that were skipped on the way and are being read; -1 if none were. */
  gap = -1;
  /** Told when a line came by itself, for those who count. */
  heard = (): void => {};

  constructor(
    readonly execution: string,
    readonly filter: LineFilter,
    readonly live: boolean,
  ) {}

  async start(): Promise<void> {
    const { signal } = this.#abort;
    try {
      // Whoever reads in the middle of a run gets the first line as well as the newest.
      const [head, tail] = await Promise.all([
        this.#get({ limit: HEAD }),
        this.#get({ tail: HEAD, count: 'exact' }),
      ]);
      const { held } = this;
      held.reset(tail.total ?? 0);
      held.newest = tail.items.at(-1);
      held.put(0, head.items);
      held.put(held.total - tail.items.length, tail.items);
    } catch (thrown) {
      if (signal.aborted) return;
      this.problem = asProblem(thrown);
      this.#tell();
      return;
    }
    this.ready = true;
    this.#tell();
    if (this.live && !signal.aborted) this.#watch();
  }

  #watch(): void {
    const { minLevel } = this.filter;
    this.#stops.push(
      channel.watch(
        {
          topic: 'logs',
          execution: this.execution,
          afterSequence: this.held.last,
          ...(minLevel ? { filter: { level: minLevel } } : {}),
        },
        {
          logs: (some) => this.#take(some as readonly Line[]),
          gap: (from) => void this.#fill(from),
          poll: () => void this.#fill(this.held.last + 1),
        },
      ),
      // Lines that came late while nothing was heard are behind the place where we go on.
      liveState.subscribe((state) => {
        if (state === 'live') this.#checkSoon();
      }),
    );
  }

  stop(): void {
    this.#abort.abort();
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }

  /** What is in sight: it is read as soon as nothing else is. */
  want(first: number, end: number): void {
    this.#wanted = [first, end];
    if (!this.#reading && this.ready && !this.problem) void this.#read();
  }

  /** Asks again after something failed. */
  again(): void {
    this.problem = null;
    this.#misfits = 0;
    if (this.ready) void this.#read();
    else void this.start();
    this.#tell();
  }

  /** The row of a line, or of the next one where it does not exist. */
  async rowOf(sequence: number): Promise<number> {
    const row = this.held.rowOf(sequence);
    if (row >= 0) return row;
    const page = await this.#get({ beforeSequence: sequence, limit: 1, count: 'exact' });
    return Math.min(page.total ?? 0, this.held.total - 1);
  }

  async #read(): Promise<void> {
    this.#reading = true;
    try {
      for (;;) {
        const [first, end] = this.#wanted;
        let row = first;
        while (row < end && this.held.at(row)) row++;
        const hole = row < end && this.held.hole(row);
        if (!hole) break;
        const { shifts } = this.held;
        const found = await fetchAround(row, hole, (query) => this.#get(query));
        if (this.#abort.signal.aborted) return;
        if (shifts !== this.held.shifts) continue;
        if (!this.held.put(found.row, found.lines) || !this.held.at(row)) await this.#misfit();
        this.held.clip(...this.#wanted);
        this.#tell();
      }
    } catch (thrown) {
      if (!this.#abort.signal.aborted) this.problem = asProblem(thrown);
      this.#tell();
    } finally {
      this.#reading = false;
    }
  }

  /** What was read does not fit what is held: it is counted again, some times and not for ever. */
  async #misfit(): Promise<void> {
    if (++this.#misfits > 5) throw new Error('The lines change faster than they can be read.');
    await this.#check(true);
  }

  /** Counts the lines there are up to the last that is known, and begins anew if that is not ours. */
  async #check(anyway = false): Promise<void> {
    const { shifts, total, last } = this.held;
    try {
      const page = await this.#get({ beforeSequence: last + 1, limit: 1, count: 'exact' });
      // Late lines came in while it was counted: it is no answer.
      if (shifts !== this.held.shifts) return;
      const off = (page.total ?? total) - total;
      if (off === 0 && !anyway) return;
      this.held.reset(this.held.total + off);
      this.want(...this.#wanted);
      this.#tell();
    } catch {
      // It is asked again with the next reason to ask.
    }
  }

  #take(some: readonly Line[]): void {
    const { stepKey } = this.filter;
    for (const line of some) {
      // The channel narrows by level alone.
      if (stepKey && line.stepKey !== stepKey) continue;
      const { shifts } = this.held;
      if (!this.held.add(line)) continue;
      // Whether a late line was counted already is not known where its neighbours are not held.
      if (shifts !== this.held.shifts) this.#checkSoon();
      this.heard();
    }
    this.held.clip(...this.#wanted);
    this.#tell();
  }

  /** Reads what the channel did not bring, from a sequence on. */
  async #fill(from: number): Promise<void> {
    if (this.gap >= 0) return;
    this.gap = from;
    this.#tell();
    try {
      for (let after = from - 1; ;) {
        const page = await this.#get({ afterSequence: after, limit: PAGE });
        this.#take(page.items);
        after = page.items.at(-1)?.sequence ?? after;
        if (page.items.length < PAGE) break;
      }
    } catch {
      // The next look or the next line finds that they are missing.
    }
    this.gap = -1;
    this.#tell();
  }

  #get(query: Record<string, string | number>): ReturnType<typeof lines> {
    return lines(this.execution, this.filter, query, this.#abort.signal);
  }
}
