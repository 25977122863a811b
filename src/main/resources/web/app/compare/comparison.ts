import { api } from '../api/client';
import { asProblem, type Problem } from '../api/problem';
import type { Execution } from '../api/types';
import { oncePerFrame } from '../base/frame';
import { Signal } from '../base/signal';
import { fromColumns } from '../step/visits';
import { now } from '../time/clock';
import { paired, stepsOf, type Pair, type Step } from './pairing';
import { LAST_SUCCESS, requests, type StepDifference } from './requests';

/** One of the two executions, as far as it is known. */
export class Side {
  execution: Execution | null = null;
  problem: Problem | null = null;
  steps: readonly Step[] | null = null;
  stepsProblem: Problem | null = null;

  constructor(
    readonly letter: 'A' | 'B',
    readonly id: string,
  ) {}

  /** The same one, in the other place. */
  as(letter: 'A' | 'B'): Side {
    const side = new Side(letter, this.id);
    side.execution = this.execution;
    side.problem = this.problem;
    side.steps = this.steps;
    side.stepsProblem = this.stepsProblem;
    return side;
  }

  /** The moment that both are laid upon each other at. */
  get start(): number {
    const begun = this.execution ? Date.parse(this.execution.startedAt) : Infinity;
    const first = (this.steps ?? []).reduce(
      (least, it) => Math.min(least, it.attempts[0]?.start ?? Infinity),
      Infinity,
    );
    const start = Math.min(begun, first);
    return Number.isFinite(start) ? start : 0;
  }

  /** When the last of its steps ended; 0 if none did. */
  get end(): number {
    return (this.steps ?? []).reduce((most, it) => Math.max(most, it.attempts.at(-1)?.end ?? 0), 0);
  }
}

/**
 * Two executions and how they differ. Each answer is shown as it comes: where the service does not
 * tell the difference (too many steps, payloads that this key may not read), the rest stays.
 */
export class Comparison {
  readonly changed = new Signal<number>(0);
  readonly #abort = new AbortController();
  readonly #tell = oncePerFrame(() => this.changed.value++);
  a: Side;
  b: Side;
  told: ReadonlyMap<string, StepDifference> = new Map();
  /** Whether the service said what differs, or that it does not say. */
  isKnown = false;
  /** Of the difference alone. */
  problem: Problem | null = null;
  #pairs: readonly Pair[] | null = null;

  /** @param asOf the moment up to which what still runs is told */
  constructor(
    readonly idA: string,
    readonly idB: string,
    readonly asOf = now(),
  ) {
    this.a = new Side('A', idA);
    this.b = new Side('B', idB);
  }

  /** The steps of both, aligned; null while one of both is not known. */
  get pairs(): readonly Pair[] | null {
    if (!this.a.steps || !this.b.steps) return null;
    return (this.#pairs ??= paired(this.a.steps, this.b.steps));
  }

  /** B compared with A, if all is known that there is to know; nothing is asked for again. */
  swapped(): Comparison | null {
    const { pairs } = this;
    if (!pairs || !this.isKnown) return null;
    const turned = new Comparison(this.b.id, this.idA, this.asOf);
    turned.a = this.b.as('A');
    turned.b = this.a.as('B');
    turned.isKnown = true;
    turned.problem = this.problem;
    turned.told = new Map(
      pairs.flatMap((it) => {
        const told = this.told.get(it.id);
        return told ? [[it.b?.key ?? it.id, told] as const] : [];
      }),
    );
    return turned;
  }

  stop(): void {
    this.#abort.abort();
  }

  async load(): Promise<void> {
    const isNamed = this.idB !== LAST_SUCCESS;
    const a = this.#loadSide(this.a);
    const b = isNamed ? this.#loadSide(this.b) : null;
    const found = await this.#difference();
    await a;
    if (b || this.#abort.signal.aborted) return b ?? undefined;
    const id = found ?? (await this.#successOf(this.a));
    if (id) {
      this.b = new Side('B', id);
      await this.#loadSide(this.b);
    } else this.b.problem ??= this.problem;
    this.#tell();
  }

  async #difference(): Promise<string | null> {
    const { signal } = this.#abort;
    try {
      const difference = await requests.difference(this.idA, this.idB, signal);
      this.told = new Map(difference.steps.map((it) => [it.key, it]));
      return difference.right.id;
    } catch (thrown) {
      if (!signal.aborted) this.problem = asProblem(thrown);
      return null;
    } finally {
      this.isKnown = true;
      this.#tell();
    }
  }

  /** Where the difference is not told, the list says what the last success was. */
  async #successOf(side: Side): Promise<string | null> {
    if (!side.execution || this.problem?.status === 404) return null;
    try {
      return await requests.lastSuccess(side.execution, this.#abort.signal);
    } catch {
      return null;
    }
  }

  async #loadSide(side: Side): Promise<void> {
    const { signal } = this.#abort;
    const steps = api
      .timeline(side.id, signal)
      .then((columns) => {
        side.steps = stepsOf(fromColumns(columns));
      })
      .catch((thrown: unknown) => {
        side.stepsProblem = asProblem(thrown);
      });
    try {
      side.execution = await api.execution(side.id, signal);
    } catch (thrown) {
      side.problem = asProblem(thrown);
    }
    await steps;
    if (!signal.aborted) this.#tell();
  }
}
