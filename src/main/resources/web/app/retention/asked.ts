import { html, type TemplateResult } from 'lit';
import { asProblem, type Problem } from '../api/problem';
import { icon } from '../look/icons';

/** Something that was asked for: not there yet, there, or not to be had. */
export class Asked<T> {
  value: T | null = null;
  problem: Problem | null = null;
  #asked = 0;

  constructor(
    private readonly ask: () => Promise<T>,
    private readonly changed: () => void,
  ) {}

  /** Asks as somebody else: what the one might see is not the other's to see. */
  anew(): void {
    this.value = null;
    this.problem = null;
    this.changed();
    void this.load();
  }

  /** Asks, once more if need be; what is there stays until the answer comes. */
  async load(): Promise<void> {
    const asked = ++this.#asked;
    let value = this.value;
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
  }

  /** What was asked for, or why it is not there, in its place. */
  show(shown: (value: T) => TemplateResult, lines = 3): TemplateResult {
    if (this.value !== null) {
      return this.problem
        ? html`${this.#failure('This may be out of date')} ${shown(this.value)}`
        : shown(this.value);
    }
    if (this.problem) return this.#failure();
    return html`<div class="waits" aria-busy="true">
      ${Array.from({ length: lines }, () => html`<div class="skeleton line"></div>`)}
    </div>`;
  }

  #failure(instead = ''): TemplateResult {
    return failure(this.problem as Problem, instead, () => void this.load());
  }
}

/** A failure in the place of what failed; who lacks the right need not try again. */
export function failure(problem: Problem, title = '', again?: () => void): TemplateResult {
  if (problem.status === 403) {
    return html`<p class="failure muted">
      ${icon('lock')} ${problem.detail || 'This takes a key with the role admin.'}
    </p>`;
  }
  return html`<div class="failure" role="alert">
    <p>
      <b>${title || problem.title}</b> ${problem.detail}
      <span class="num muted">${problem.status || ''} ${problem.requestId}</span>
    </p>
    ${again ? html`<button @click=${again}>${icon('retry')} Try again</button>` : ''}
  </div>`;
}
