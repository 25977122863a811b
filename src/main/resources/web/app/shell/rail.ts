import { html, nothing, type TemplateResult } from 'lit';
import { View } from '../base/view';
import { icon, type IconName } from '../look/icons';
import { href, route } from '../route/router';
import type { Place } from '../route/url';

const ENTRIES: readonly (readonly [Place & IconName, string])[] = [
  ['executions', 'Executions'],
  ['analytics', 'Analytics'],
  ['compare', 'Compare'],
  ['retention', 'Retention'],
  ['help', 'Help'],
];

/** The places there are, on the left. */
class Rail extends View {
  constructor() {
    super();
    this.watch(route);
  }

  protected override render(): TemplateResult {
    const { place } = route.value;
    const here = place === 'execution' || place === 'logs' ? 'executions' : place;
    return html`<nav class="rail" aria-label="Places">
      <a class="brand" href=${href('executions')} aria-label="Hindsight, all executions">
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
          <rect width="16" height="16" rx="4" />
          <path d="M3 5h6M5 8h8M3 11h5" stroke-width="2" stroke-linecap="round" />
        </svg>
        <span class="word">Hindsight</span>
      </a>
      ${ENTRIES.map(
        ([place, word]) =>
          html`<a
            class="entry"
            href=${href(place)}
            title=${word}
            aria-current=${place === here ? 'page' : nothing}
            >${icon(place)}<span class="word">${word}</span></a
          >`,
      )}
    </nav>`;
  }
}

customElements.define('hs-rail', Rail);
