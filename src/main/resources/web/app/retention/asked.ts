import { html, type TemplateResult } from 'lit';
import { asProblem, type Problem } from '../api/problem';
import { failed } from '../look/failed';

/** Something that was asked for: not there yet, there, or not to be had. */
export class Asked<T> {
  value: T | null = null;
  problem: Problem | null = null;
  #asked = 0;

  constructor(
    private readonly ask: () => Promise<T>,
    private readonly changed: () => void,
  ) {}

  /** Forgets what is there: what the one might see is not the next one's to see. */
  forget(): void {
    this.value = null;
    this.problem = null;
  }

  /** Asks, once more if need be; what is there stays until the answer comes. */
  readonly load = async (): Promise<void> => {
    const asked = ++this.#asked;
    let { value } = this;
    let problem: Problem | null = null;
    try {
      value = await this.ask();
    } catch (thrown) {
      problem = asProblem(thrown);
    }
    if (asked !== this.#asked) return;
    this.value = value;
    this.problem = problem;
    this.changed();
  };

  /** What was asked for, or why it is not there, in its place. */
  show(shown: (value: T) => unknown, lines = 3): TemplateResult {
    const { value, problem } = this;
    if (value === null && !problem) {
      return html`<div class="waits" aria-busy="true">
        ${Array.from({ length: lines }, () => html`<div class="skeleton"></div>`)}
      </div>`;
    }
    return html`${problem ? failed(problem, this.load) : ''} ${value === null ? '' : shown(value)}`;
  }
}
