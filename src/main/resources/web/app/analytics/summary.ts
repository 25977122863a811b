import { html, nothing, type TemplateResult } from 'lit';
import { key } from '../api/key';
import { asProblem, type Problem } from '../api/problem';
import { View } from '../base/view';
import { count, percent } from '../chart/table';
import { now } from '../time/clock';
import { ago, duration } from '../time/duration';
import { finishedOf } from './buckets';
import { runsHref } from './links';
import { totals, type Stats } from './requests';
import { scope, type Scope } from './scope';

interface Known {
  readonly stats: Stats;
  readonly scope: Scope;
  readonly at: number;
}

/** The range in numbers. */
class Summary extends View {
  #known: Known | null = null;
  #problem: Problem | null = null;
  #asked = '';

  constructor() {
    super();
    this.watch(scope);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.until(key.subscribe(() => this.#load(true)));
  }

  protected override updated(): void {
    this.#load();
  }

  #load(isAnew = false): void {
    const of = scope.value;
    if (of.key === this.#asked && !isAnew) return;
    this.#asked = of.key;
    void totals(of).then(
      (stats) => this.#take(of, { stats, scope: of, at: now() }, null),
      (thrown: unknown) => {
        const isSame = this.#known?.scope.question === of.question;
        this.#take(of, isSame ? this.#known : null, asProblem(thrown));
      },
    );
  }

  #take(of: Scope, known: Known | null, problem: Problem | null): void {
    if (of.key !== this.#asked) return;
    this.#known = known;
    this.#problem = problem;
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const known = this.#known;
    return html`<section class="totals" aria-label="Summary" aria-busy=${known ? 'false' : 'true'}>
      ${known ? this.#figures(known.stats, known.scope) : html`<div class="skeleton"></div>`}
      ${
        this.#problem
          ? html`<p class="stale num" role="status">
              ${this.#problem.message} ${this.#problem.status || ''} ${this.#problem.requestId}
              ${known ? `Updated ${ago(now() - known.at)}.` : nothing}
              <button @click=${() => this.#load(true)}>Try again</button>
            </p>`
          : nothing
      }
    </section>`;
  }

  #figures(stats: Stats, of: Scope): TemplateResult {
    const rate = stats.successRate;
    const lacking = stats.completed < finishedOf(stats);
    const status = lacking ? { status: 'failed,crashed,timed_out,cancelled' } : {};
    const lengths = [
      ['p50', stats.p50DurationMs],
      ['p95', stats.p95DurationMs],
      ['p99', stats.p99DurationMs],
    ] as const;
    const few = finishedOf(stats) < 20 ? ` of ${finishedOf(stats)}` : '';
    return html`<dl>
      ${figure('Runs', count(stats.total), runsHref(of))}
      ${figure('Success rate', rate === null ? '–' : percent(rate), runsHref(of, status))}
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
