import { html, type TemplateResult } from 'lit';
import { adjust } from '../route/router';
import type { LineFilter } from './requests';

/** Nothing to show: which filter is to blame, if one is. */
export function emptyLog({ minLevel, stepKey }: LineFilter): TemplateResult {
  const level = minLevel && ` at level ${minLevel} or above`;
  const step = stepKey && ` of step ${stepKey}`;
  return html`<div class="notice">
    <strong>No lines${level}${step}</strong>
    ${
      level || step
        ? html`<button @click=${() => adjust({ level: '', step: '', attempt: '' })}>
            Drop the filter
          </button>`
        : html`<p>None were reported so far.</p>`
    }
  </div>`;
}
