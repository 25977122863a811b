import { html, nothing, type TemplateResult } from 'lit';
import type { Counts, Status } from '../api/types';
import { View } from '../base/view';
import { icon } from '../look/icons';
import { STATUSES, statusWord } from '../api/status';
import { statusIcon } from '../look/status';
import { adjust, route } from '../route/router';
import { onKeys } from '../shell/keys';
import { duration } from '../time/duration';
import { dateTime } from '../time/zone';
import { FILTERS, filterOf, type FilterName } from './filter';

const SPANS = ['15m', '1h', '24h', '7d', '30d'];

/** What is to be seen: a chip for each status with its number, and one for each other filter. */
class FilterBar extends View {
  static override properties = { counts: { attribute: false } };

  declare counts: Counts | null;

  constructor() {
    super();
    this.counts = null;
    this.watch(route);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.until(
      onKeys({ '/': () => this.querySelector<HTMLInputElement>('input[type=search]')?.focus() }),
    );
  }

  protected override render(): TemplateResult {
    const filter = filterOf(route.value.query);
    const chosen = new Set((filter.get('status') ?? '').split(',').filter(Boolean));
    const others = [...filter].filter(([name]) => !['status', 'q', 'last'].includes(name));
    return html`<div class="filters" role="search" aria-label="Filters">
      <input
        type="search"
        placeholder="Search errors, workflows, notes"
        aria-label="Words in error, workflow or note"
        .value=${filter.get('q') ?? ''}
        @change=${(e: Event) => adjust({ q: (e.target as HTMLInputElement).value.trim() }, true)}
      />
      <select
        aria-label="Range of time"
        .value=${filter.get('last') ?? ''}
        @change=${(e: Event) =>
          adjust({ last: (e.target as HTMLSelectElement).value, from: '', to: '' }, true)}
      >
        <option value="">All time</option>
        ${SPANS.map(
          (span) =>
            html`<option value=${span} ?selected=${span === filter.get('last')}>
              Last ${span}
            </option>`,
        )}
      </select>
      <div class="chips">
        ${STATUSES.map((status) => this.#status(status, chosen))}
        ${others.map(
          ([name, value]) =>
            html`<button
              class="chip"
              aria-label="Remove filter ${FILTERS[name]}"
              @click=${() => adjust({ [name]: '' }, true)}
            >
              <span class="muted">${FILTERS[name]}</span> ${told(name, value)} ${icon('close')}
            </button>`,
        )}
        ${
          filter.size > 0
            ? html`<button class="quiet muted" @click=${() => dropAll()}>Clear</button>`
            : nothing
        }
      </div>
    </div>`;
  }

  #status(status: Status, chosen: Set<string>): TemplateResult {
    const count =
      this.counts?.[status === 'timed_out' ? 'timedOut' : (status as keyof Counts)] ?? 0;
    const on = chosen.has(status);
    return html`<button
      class="chip ${count === 0 && !on ? 'none' : ''}"
      aria-pressed=${on ? 'true' : 'false'}
      @click=${() => {
        const next = new Set(chosen);
        if (!next.delete(status)) next.add(status);
        adjust({ status: [...next].join(',') }, true);
      }}
    >
      ${statusIcon(status, false)} ${statusWord(status)}
      <span class="num muted">${this.counts ? count.toLocaleString('en') : ''}</span>
    </button>`;
  }
}

/** Takes every filter away. */
export function dropAll(): void {
  adjust(Object.fromEntries(Object.keys(FILTERS).map((name) => [name, ''])), true);
}

function told(name: FilterName, value: string): string {
  if (name === 'min' || name === 'max') return duration(Number(value));
  if (name === 'from' || name === 'to') return dateTime(Date.parse(value));
  return value;
}

customElements.define('hs-filter-bar', FilterBar);
