import { asProblem, type Problem } from '../api/problem';
import { now } from '../time/clock';
import type { Scope } from './scope';

/** What is known, of what, and since when. */
export interface Known<T> {
  readonly data: T;
  readonly scope: Scope;
  readonly at: number;
}

/**
 * The newest answer to a question that is asked again and again: it stays until there is a newer
 * one, and beside what went wrong since.
 */
export class Answer<T> {
  known: Known<T> | null = null;
  problem: Problem | null = null;
  #asked = '';

  constructor(
    private readonly load: (scope: Scope) => Promise<T>,
    private readonly changed: () => void,
  ) {}

  /** Asks, unless just that was asked already; anew all the same. */
  ask(scope: Scope, isAnew: boolean): void {
    const asked = scope.key;
    if (asked === this.#asked && !isAnew) return;
    this.#asked = asked;
    void this.load(scope).then(
      (data) => this.#take(asked, { data, scope, at: now() }, null),
      (thrown: unknown) => {
        // What is known of something else would be no answer.
        const isSame = this.known?.scope.question === scope.question;
        this.#take(asked, isSame ? this.known : null, asProblem(thrown));
      },
    );
  }

  #take(asked: string, known: Known<T> | null, problem: Problem | null): void {
    if (asked !== this.#asked) return;
    this.known = known;
    this.problem = problem;
    this.changed();
  }
}
