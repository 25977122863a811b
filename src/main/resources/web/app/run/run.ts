import { api } from '../api/client';
import { asProblem, type Problem } from '../api/problem';
import type { Execution, ExecutionItem, Status, Step } from '../api/types';
import { oncePerFrame } from '../base/frame';
import { Signal } from '../base/signal';
import { channel } from '../live/channel';
import type { LiveEvent } from '../live/frames';
import { Versions } from '../live/versions';
import { isOver } from '../api/status';
import { now } from '../time/clock';
import { grown, type Span } from './axis';
import { kept } from './kept';
import { linkOf, readLinks, type Link, type Links } from './links';
import { summaryOf, type Summary } from './summary';
import { fromColumns, fromStep, visitId, type Visit } from '../step/visits';

/** One execution with its steps, as it changes. Payloads are not held here. */
export class Run {
  readonly changed = new Signal<number>(0);
  readonly #visits = new Map<string, Visit>();
  readonly #versions = new Versions();
  readonly #links = new Map<string, Link>();
  #linksAsked: Promise<void> | null = null;
  #linksOfNodes = false;
  readonly #abort = new AbortController();
  readonly #tell = oncePerFrame(() => {
    this.#list = null;
    this.changed.value++;
  });
  #list: readonly Visit[] | null = null;
  #unwatch: (() => void) | null = null;
  #end = 0;
  readonly #summarize = kept(summaryOf);
  execution: Execution | null = null;
  problem: Problem | null = null;
  /** Of the steps alone: the rest is there all the same. */
  stepsProblem: Problem | null = null;
  stepsLoaded = false;

  constructor(readonly id: string) {}

  get visits(): readonly Visit[] {
    return (this.#list ??= this.#closed());
  }

  /** A step that still ran when the run was over ended with it, as far as anybody knows. */
  #closed(): Visit[] {
    const visits = [...this.#visits.values()];
    if (this.isLive || !this.execution?.completedAt) return visits;
    const over = Date.parse(this.execution.completedAt);
    return visits.map((it) =>
      it.status === 'running' && it.end === null && it.start !== null
        ? { ...it, end: Math.max(it.start, over) }
        : it,
    );
  }

  /** What steps depend on, as far as it was asked for or came by itself. */
  get links(): Links {
    return this.#links;
  }

  /** Asks once, and only where somebody wants to know: all nodes, or no more than what depends. */
  loadLinks(nodes: boolean, again = false): Promise<void> {
    if (!this.#linksAsked || again || (nodes && !this.#linksOfNodes)) {
      this.#linksOfNodes = nodes;
      this.#linksAsked = this.#readLinks(nodes);
    }
    return this.#linksAsked;
  }

  async #readLinks(nodes: boolean): Promise<void> {
    const read = await readLinks(this.id, nodes, this.#abort.signal);
    for (const [key, link] of read) this.#links.set(key, link);
    this.#tell();
  }

  get isLive(): boolean {
    return this.execution !== null && !isOver(this.execution.status);
  }

  async load(): Promise<void> {
    const { signal } = this.#abort;
    const steps = this.#loadSteps();
    try {
      this.execution = await api.execution(this.id, signal);
      this.#versions.take('', this.execution.version);
    } catch (thrown) {
      if (signal.aborted) return;
      this.problem = asProblem(thrown);
      this.#tell();
      return;
    }
    this.#tell();
    await steps;
    if (!signal.aborted && !this.execution.archived) this.#watch();
  }

  stop(): void {
    this.#abort.abort();
    this.#unwatch?.();
  }

  async #loadSteps(): Promise<void> {
    const { signal } = this.#abort;
    try {
      const columns = await api.timeline(this.id, signal);
      this.#visits.clear();
      for (const visit of fromColumns(columns)) this.#put(visit);
      this.stepsProblem = null;
    } catch (thrown) {
      // What is known stays on the screen.
      if (signal.aborted || (this.stepsLoaded && !this.stepsProblem)) return;
      this.stepsProblem = asProblem(thrown);
    }
    this.stepsLoaded = true;
    this.#tell();
  }

  /** The span that there is to see; while the run goes on, its end runs ahead of now in steps. */
  get span(): Span {
    const known = this.#summary;
    const begun = this.execution ? Date.parse(this.execution.startedAt) : now();
    const ended = this.execution?.completedAt ? Date.parse(this.execution.completedAt) : begun;
    const from = Math.min(begun, known.from);
    let to = Math.max(ended, known.to);
    if (this.execution?.status === 'running') {
      this.#end = grown(from, Math.max(this.#end, to), now());
      to = this.#end;
    }
    return { from, to: Math.max(to, from + 1) };
  }

  /** How many steps there are of each status, by their newest attempts. */
  get statuses(): ReadonlyMap<Status, number> {
    return this.#summary.statuses;
  }

  /** The step at which it went wrong: the innermost that failed last, or in which it crashed. */
  get failing(): Visit | null {
    const { failing, unfinished } = this.#summary;
    return failing ?? (this.execution?.status === 'crashed' ? unfinished : null);
  }

  /** Asked for with every frame, made when steps change. */
  get #summary(): Summary {
    return this.#summarize(this.visits);
  }

  #put(visit: Visit): void {
    this.#visits.set(visitId(visit.key, visit.attempt), visit);
  }

  #watch(): void {
    this.#unwatch = channel.watch(
      { topic: 'execution', execution: this.id, snapshot: true },
      {
        snapshot: (frame) => {
          if (frame.execution) this.#apply(frame.execution);
          for (const step of frame.steps ?? []) this.#applyStep(step);
          this.#tell();
        },
        poll: () => {
          void this.#again();
          void this.#loadSteps();
        },
        reset: () => {
          this.#versions.forget();
          void this.#loadSteps();
        },
        events: (events) => {
          for (const event of events) this.#hear(event);
          this.#tell();
        },
      },
    );
  }

  #hear(event: LiveEvent): void {
    if (event.kind === 'step.upserted' && event.item) this.#applyStep(event.item as Step);
    else if (event.item) this.#apply(event.item as ExecutionItem);
  }

  #apply(item: ExecutionItem): void {
    if (!this.execution || !this.#versions.take('', item.version)) return;
    const ended = !isOver(this.execution.status) && isOver(item.status);
    this.execution = { ...this.execution, ...item };
    // What it gave is told by the record alone.
    if (ended) void this.#again();
  }

  async #again(): Promise<void> {
    try {
      this.execution = await api.execution(this.id, this.#abort.signal);
      this.#tell();
    } catch {
      // What is known stays on the screen.
    }
  }

  #applyStep(step: Step): void {
    const id = visitId(step.key, step.attempt);
    if (this.#versions.take(id, step.version)) {
      this.#put(fromStep(step));
      this.#links.set(step.key, linkOf(step));
    }
  }
}
