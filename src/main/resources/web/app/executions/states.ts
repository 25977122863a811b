import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../look/icons';
import { adjust } from '../route/router';
import type { Filter, FilterName } from './filter';
import { told, wordOf } from './filter-kinds';

/** While the first rows are on their way: as many as will be there. */
export const LOADING = html`<div
  class="waiting skeleton"
  role="status"
  aria-label="Loading executions"
></div>`;

/** No rows: because of the filters, each of which can be dropped, or because nothing ran yet. */
export function emptyList(filter: Filter): TemplateResult {
  if (filter.size === 0) {
    return html`<div class="notice">
      <strong>Nothing ran yet</strong>
      <p>Executions appear as engines report them.</p>
    </div>`;
  }
  return html`<div class="notice">
    <strong>Nothing matches</strong>
    <p>Drop a filter:</p>
    <div class="choices">${[...filter.keys()].map((name) => dropOne(name, filter))}</div>
  </div>`;
}

function dropOne(name: FilterName, filter: Filter): TemplateResult {
  return html`<button @click=${() => adjust({ [name]: '' }, true)}>
    <span class="muted">${name === 'from' ? 'From' : wordOf(name)}</span>
    <span class="cut">${told(name, filter.get(name) ?? '')}</span> ${icon('close')}
  </button>`;
}

/** What of the address was not understood. */
export function unknownNotice(names: readonly string[]): TemplateResult | typeof nothing {
  if (names.length === 0) return nothing;
  return html`<p class="unknown" role="status">
    Not understood in the address, and left out: <b class="mono">${names.join(', ')}</b>
    <button
      class="quiet"
      @click=${() => adjust(Object.fromEntries(names.map((name) => [name, ''])))}
    >
      Remove
    </button>
  </p>`;
}
