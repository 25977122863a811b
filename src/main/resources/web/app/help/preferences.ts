import { html, type TemplateResult } from 'lit';
import type { Signal } from '../base/signal';
import { View } from '../base/view';
import { density } from '../look/density';
import { theme } from '../look/theme';
import { shortcuts } from '../shell/keys';

/** What somebody likes; kept by this browser, and in no link. */
class Preferences extends View {
  constructor() {
    super();
    this.watch(density);
    this.watch(shortcuts);
    this.watch(theme);
  }

  protected override render(): TemplateResult {
    return html`${choice('Theme', theme, { system: 'As the system', light: 'Light', dark: 'Dark' })}
    ${choice('Rows', density, { compact: 'Compact', normal: 'Normal', comfortable: 'Comfortable' })}
    ${choice('Single keys', shortcuts, { on: 'On', off: 'Off' })}`;
  }
}

function choice<T extends string>(
  label: string,
  signal: Signal<T>,
  words: Record<T, string>,
): TemplateResult {
  return html`<div class="choice" role="group" aria-label=${label}>
    <span>${label}</span>
    <span class="segmented"
      >${(Object.keys(words) as T[]).map(
        (it) =>
          html`<button
            aria-pressed=${signal.value === it ? 'true' : 'false'}
            @click=${() => (signal.value = it)}
          >
            ${words[it]}
          </button>`,
      )}</span
    >
  </div>`;
}

customElements.define('hs-preferences', Preferences);
