import { api } from '../api/client';
import { asProblem, type Problem } from '../api/problem';
import type { Execution } from '../api/types';
import { oncePerFrame } from '../base/frame';
import { Signal } from '../base/signal';
import { fromColumns, lengthOf } from '../step/visits';
import { now } from '../time/clock';
import { paired, stepsOf, type Pair, type Step } from './pairing';
import { LAST_SUCCESS, requests, type StepDifference } from './requests';

/** One of the two executions, as far as it is known. */
export class Side {
  execution: Execution | null = null;
  steps: readonly Step[] | null = null;
  problem: Problem | null = null;
  /** How long it took, or takes so far. */
  took: number | null = null;
  /** The moment that both are laid upon each other at. */
  start = 0;
  /** How long there is something to see of it: a step may end after the execution. */
  length = 0;

  constructor(
    readonly letter: 'A' | 'B',
    readonly id: string,
  ) {}

  /** @param asOf the moment up to which what still runs is told */
  know(execution: Execution, steps: readonly Step[], asOf: number): void {
    this.execution = execution;
    this.steps = steps;
    const begun = Date.parse(execution.startedAt);
    this.took = execution.status === 'running' ? Math.max(0, asOf - begun) : execution.durationMs;
    let [start, end] = [begun, begun + (this.took ?? 0)];
    for (const visit of steps.flatMap((it) => it.attempts)) {
      if (visit.start === null) continue;
      start = Math.min(start, visit.start);
      end = Math.max(end, visit.start + (lengthOf(visit, asOf) ?? 0));
    }
    this.start = start;
    this.length = end - start;
  }
}

/**
 * Two executions and how they differ. Each answer is shown as it comes: where the service does not
 * tell the difference (too many steps, payloads that this key may not read), the rest stays.
 */
export class Comparison {
  readonly changed = new Signal<number>(0);
  readonly asOf = now();
  readonly #abort = new AbortController();
  readonly #tell = oncePerFrame(() => this.changed.value++);
  readonly a: Side;
  b: Side;
  told: ReadonlyMap<string, StepDifference> = new Map();
  /** Of the difference alone. */
  problem: Problem | null = null;
  #pairs: readonly Pair[] | null = null;

  constructor(
    readonly idA: string,
    readonly idB: string,
  ) {
    this.a = new Side('A', idA);
    this.b = new Side('B', idB);
  }

  /** The steps of both, aligned; null while one of both is not known. */
  get pairs(): readonly Pair[] | null {
    if (!this.a.steps || !this.b.steps) return null;
    return (this.#pairs ??= paired(this.a.steps, this.b.steps));
  }

  stop(): void {
    this.#abort.abort();
  }

  async load(): Promise<void> {
    const a = this.#loadSide(this.a);
    if (this.idB === LAST_SUCCESS) {
      await a;
      await this.#findSuccess();
    }
    if (this.b.problem || this.a.problem) return;
    await Promise.all([this.#loadSide(this.b), this.#loadDifference()]);
  }

  /** Takes the last success as B; without one, the service says in its own words why. */
  async #findSuccess(): Promise<void> {
    if (!this.a.execution) return;
    const { signal } = this.#abort;
    try {
      const id = await requests.lastSuccess(this.a.execution, signal);
      if (id) this.b = new Side('B', id);
      else await requests.difference(this.idA, this.idB, signal);
    } catch (thrown) {
      this.b.problem = asProblem(thrown);
      this.#tell();
    }
  }

  async #loadDifference(): Promise<void> {
    try {
      const { steps } = await requests.difference(this.idA, this.b.id, this.#abort.signal);
      this.told = new Map(steps.map((it) => [it.key, it]));
    } catch (thrown) {
      this.problem = asProblem(thrown);
    }
    this.#tell();
  }

  async #loadSide(side: Side): Promise<void> {
    const { signal } = this.#abort;
    try {
      const [execution, columns] = await Promise.all([
        api.execution(side.id, signal),
        api.timeline(side.id, signal),
      ]);
      side.know(execution, stepsOf(fromColumns(columns)), this.asOf);
    } catch (thrown) {
      side.problem = asProblem(thrown);
    }
    this.#tell();
  }
}
