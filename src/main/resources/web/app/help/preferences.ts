import { html, type TemplateResult } from 'lit';
import type { Signal } from '../base/signal';
import { density } from '../look/density';
import { theme } from '../look/theme';
import { shortcuts } from '../shell/keys';

/** What somebody likes; kept by this browser, and in no link. */
export function preferences(): TemplateResult {
  return html`${choice('Theme', theme, ['system', 'light', 'dark'])}
  ${choice('Rows', density, ['compact', 'normal', 'comfortable'])}
  ${choice('Single keys', shortcuts, ['on', 'off'])}`;
}

function choice<T extends string>(
  label: string,
  signal: Signal<T>,
  choices: readonly T[],
): TemplateResult {
  return html`<div class="choice" role="group" aria-label=${label}>
    <span>${label}</span>
    <span class="segmented"
      >${choices.map(
        (it) =>
          html`<button
            aria-pressed=${signal.value === it ? 'true' : 'false'}
            @click=${() => (signal.value = it)}
          >
            ${it}
          </button>`,
      )}</span
    >
  </div>`;
}
