import { html, nothing, type TemplateResult } from 'lit';
import { countOf } from '../api/counts';
import { STATUSES, statusWord } from '../api/status';
import type { Counts, Status } from '../api/types';
import { View } from '../base/view';
import { count } from '../look/amounts';
import { icon } from '../look/icons';
import { statusIcon } from '../look/status';
import { adjust, go, href, route } from '../route/router';
import { idIn } from '../route/url';
import { onKeys } from '../shell/keys';
import { now } from '../time/clock';
import { zone } from '../time/zone';
import { FILTERS, filterOf, rangeStart, type Filter, type FilterName } from './filter';
import { EDITORS, told, wordOf } from './filter-kinds';

const SPANS = ['15m', '1h', '24h', '7d', '30d'];

/** What is to be seen: a chip for each status with its number, and one for each other filter. */
class FilterBar extends View {
  static override properties = { counts: { attribute: false } };

  declare counts: Counts | null;

  /** The filter that is being added or changed. */
  #open: FilterName | null = null;
  #changes = false;
  #typing = 0;

  constructor() {
    super();
    this.counts = null;
    this.watch(route);
    this.watch(zone);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.until(
      onKeys({ '/': () => this.querySelector<HTMLInputElement>('input[type=search]')?.select() }),
    );
    this.until(() => clearTimeout(this.#typing));
  }

  protected override render(): TemplateResult {
    const filter = filterOf(route.value.query);
    const chosen = new Set((filter.get('status') ?? '').split(',').filter(Boolean));
    const others = [...filter.keys()].filter(
      (it) => !['status', 'q', 'last'].includes(it) && !(it === 'to' && filter.has('from')),
    );
    return html`<div class="filters" role="search" aria-label="Filters">
      <input
        type="search"
        placeholder="Words or id"
        aria-label="Words in error, workflow or note, or an id"
        .value=${filter.get('q') ?? ''}
        @input=${(e: Event) => this.#type(e)}
        @change=${(e: Event) => this.#search(e)}
        @keydown=${(e: KeyboardEvent) => this.#key(e)}
      />
      ${this.#range(filter)}
      <select
        class="add"
        aria-label="Add a filter"
        @change=${(e: Event) => {
          const select = e.target as HTMLSelectElement;
          this.#show(select.value as FilterName);
          select.value = '';
        }}
      >
        <option value="" hidden>+ Filter</option>
        ${(Object.keys(EDITORS) as FilterName[]).map(
          (name) => html`<option value=${name}>${wordOf(name)}</option>`,
        )}
      </select>
      ${
        this.#open
          ? html`<hs-filter-form
              .name=${this.#open}
              .changes=${this.#changes}
              @done=${() => this.#show(null)}
            ></hs-filter-form>`
          : nothing
      }
      ${others.map((name) => this.#chip(name, filter))}
      ${
        filter.size > 0
          ? html`<button class="quiet muted" @click=${dropAll}>Clear</button>`
          : nothing
      }
      <div class="chips" role="group" aria-label="Status">
        ${STATUSES.map((status) => this.#status(status, chosen))}
      </div>
    </div>`;
  }

  #range(filter: Filter): TemplateResult {
    const last = filter.get('last') ?? '';
    const absolute = filter.has('from') || filter.has('to');
    const spans = new Set(last ? [...SPANS, last] : SPANS);
    return html`<select
        aria-label="Range of time"
        @change=${(e: Event) => {
          adjust({ last: (e.target as HTMLSelectElement).value, from: '', to: '' }, true);
        }}
      >
        <option value="" .selected=${!last && !absolute}>All time</option>
        ${[...spans].map(
          (span) =>
            html`<option value=${span} .selected=${span === last && !absolute}>
              Last ${span}
            </option>`,
        )}
        <option hidden .selected=${absolute}>From … to …</option>
      </select>
      ${
        last
          ? html`<button
              class="quiet"
              title="Make this range absolute"
              @click=${() => freeze(filter)}
            >
              Freeze
            </button>`
          : nothing
      }`;
  }

  #chip(name: FilterName, filter: Filter): TemplateResult {
    const ranged = name === 'from' && filter.has('to');
    const text =
      told(name, filter.get(name) ?? '') +
      (ranged ? ` – ${told('to', filter.get('to') ?? '')}` : '');
    const word = ranged ? '' : FILTERS[name].word;
    const edited = name === 'to' ? 'from' : name;
    return html`<span class="chip"
      ><button
        class="quiet cut"
        title=${text}
        ?disabled=${!EDITORS[edited]}
        @click=${() => this.#show(edited, true)}
      >
        <span class="muted">${word}</span><span class="cut">${text}</span></button
      ><button
        class="quiet"
        aria-label="Remove filter ${wordOf(name)}"
        @click=${() => adjust({ [name]: '', ...(ranged ? { to: '' } : {}) }, true)}
      >
        ${icon('close')}
      </button></span
    >`;
  }

  #status(status: Status, chosen: Set<string>): TemplateResult {
    const n = this.counts ? countOf(this.counts, status) : 0;
    const on = chosen.has(status);
    return html`<button
      class="chip ${n === 0 && !on ? 'none' : ''}"
      aria-pressed=${on}
      @click=${() => {
        const next = new Set(chosen);
        if (!next.delete(status)) next.add(status);
        adjust({ status: [...next].join(',') }, true);
      }}
    >
      ${statusIcon(status, false)} ${statusWord(status)}
      <span class="num muted">${this.counts ? count(n) : ''}</span>
    </button>`;
  }

  #show(name: FilterName | null, changes = false): void {
    this.#open = name;
    this.#changes = changes;
    this.requestUpdate();
    if (name === null) this.querySelector<HTMLElement>('.add')?.focus();
  }

  /** While words are typed the list follows, but the way back does not. */
  #type(event: Event): void {
    clearTimeout(this.#typing);
    this.#typing = window.setTimeout(() => this.#search(event), 400);
  }

  #search(event: Event): void {
    clearTimeout(this.#typing);
    const words = (event.target as HTMLInputElement).value.trim();
    if (!idIn(words)) adjust({ q: words });
  }

  #key(event: KeyboardEvent): void {
    const input = event.target as HTMLInputElement;
    const words = input.value.trim();
    const id = idIn(words);
    if (event.key === 'Enter' && id) go(href('execution', id));
    if (event.key === 'Escape' && words === '') input.blur();
    if (event.key === 'Escape') event.stopPropagation();
  }
}

/** Takes every filter away. */
function dropAll(): void {
  adjust(Object.fromEntries(Object.keys(FILTERS).map((name) => [name, ''])), true);
}

function freeze(filter: Filter): void {
  const to = now();
  const from = rangeStart(filter, to) ?? to;
  adjust({ last: '', from: new Date(from).toISOString(), to: new Date(to).toISOString() }, true);
}

customElements.define('hs-filter-bar', FilterBar);
