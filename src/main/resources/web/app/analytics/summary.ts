import { html, nothing, type TemplateResult } from 'lit';
import { View } from '../base/view';
import { count, told } from '../chart/table';
import { Answer } from './answer';
import { finishedOf, lacking } from './buckets';
import { runsHref } from './links';
import { ENOUGH } from './over-time';
import { totals, type Stats } from './requests';
import { scope, type Scope } from './scope';
import { stale } from './stale';

/** The range in numbers. */
class Summary extends View {
  readonly #answer = new Answer<Stats>(totals, () => this.requestUpdate());

  constructor() {
    super();
    this.watch(scope);
  }

  protected override updated(): void {
    this.#load();
  }

  #load(isAnew = false): void {
    this.#answer.ask(scope.value, isAnew);
  }

  protected override render(): TemplateResult {
    const { known, problem } = this.#answer;
    return html`<section class="totals" aria-label="Summary" aria-busy=${!known}>
      ${
        known
          ? this.#figures(known.data, known.scope)
          : problem
            ? nothing
            : html`<div class="skeleton"></div>`
      }
      ${problem && stale(problem, known?.at, () => this.#load(true))}
    </section>`;
  }

  #figures(stats: Stats, of: Scope): TemplateResult {
    const finished = finishedOf(stats);
    const few = finished && finished < ENOUGH ? ` of ${finished}` : '';
    const { total, successRate, p50DurationMs, p95DurationMs, p99DurationMs } = stats;
    const figures: [string, string, string][] = [
      ['Runs', count(total), runsHref(of)],
      ['Success rate', told(successRate, 'percent'), runsHref(of, lacking(stats))],
    ];
    [p50DurationMs, p95DurationMs, p99DurationMs].forEach((ms, i) => {
      const href = runsHref(of, { min: Math.floor(ms ?? 0) });
      figures.push([`p${[50, 95, 99][i]}${few}`, told(ms, 'ms'), href]);
    });
    return html`<dl>
      ${figures.map(
        ([name, value, href]) =>
          html`<div>
            <dt class="muted">${name}</dt>
            <dd><a href=${href}>${value}</a></dd>
          </div>`,
      )}
    </dl>`;
  }
}

customElements.define('hs-summary', Summary);
