import { html, nothing, type TemplateResult } from 'lit';
import { View } from '../base/view';
import { count, percent } from '../chart/table';
import { duration } from '../time/duration';
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
    const rate = stats.successRate;
    const lengths = [
      ['p50', stats.p50DurationMs],
      ['p95', stats.p95DurationMs],
      ['p99', stats.p99DurationMs],
    ] as const;
    const finished = finishedOf(stats);
    const few = finished && finished < ENOUGH ? ` of ${finished}` : '';
    return html`<dl>
      ${figure('Runs', count(stats.total), runsHref(of))}
      ${figure('Success rate', rate === null ? '–' : percent(rate), runsHref(of, lacking(stats)))}
      ${lengths.map(([name, ms]) =>
        figure(
          name + few,
          ms === null ? '–' : duration(ms),
          runsHref(of, { min: Math.floor(ms ?? 0) }),
        ),
      )}
      ${Object.entries(stats.cost).map(([unit, amount]) =>
        figure('Cost', `${amount.toLocaleString('en', { maximumSignificantDigits: 4 })} ${unit}`),
      )}
    </dl>`;
  }
}

function figure(name: string, value: string, href = ''): TemplateResult {
  return html`<div>
    <dt class="muted">${name}</dt>
    <dd>${href ? html`<a href=${href}>${value}</a>` : value}</dd>
  </div>`;
}

customElements.define('hs-summary', Summary);
