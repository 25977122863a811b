import { html, type TemplateResult } from 'lit';
import { View } from '../base/view';
import { liveState, silentFor, type LiveState } from '../live/channel';
import { icon } from '../look/icons';
import { isDark, nextTheme, painted } from '../look/theme';
import { href, route } from '../route/router';
import { ago } from '../time/duration';
import './zone-picker';

const STATES: Record<LiveState, string> = {
  live: 'Live',
  connecting: 'Connecting',
  lost: 'Reconnecting',
  idle: 'Not live',
  paused: 'Paused',
};

/** As it stands on the keyboard at hand. */
const PALETTE_KEY = /Mac|iP(hone|ad)/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K';

/** Where one is, in which zone, and how live it is. */
class TopBar extends View {
  constructor() {
    super();
    this.watch(route);
    this.watch(liveState);
    this.watch(painted);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const timer = setInterval(() => {
      if (liveState.value === 'lost') this.requestUpdate();
    }, 5_000);
    this.until(() => clearInterval(timer));
  }

  protected override render(): TemplateResult {
    const state = liveState.value;
    return html`<header class="topbar">
      <nav aria-label="Breadcrumb">${this.#crumbs()}</nav>
      <span class="channel ${state}" role="status"
        ><span class="dot"></span><span class="word">${STATES[state]}${this.#stale()}</span></span
      >
      <button
        class="quiet"
        aria-label="Command palette"
        title="Go anywhere, do anything (${PALETTE_KEY})"
        @click=${() => this.dispatchEvent(new CustomEvent('palette'))}
      >
        ${icon('search')} <kbd>${PALETTE_KEY}</kbd>
      </button>
      <hs-zone-picker></hs-zone-picker>
      <button
        class="quiet"
        aria-label=${isDark() ? 'Light theme' : 'Dark theme'}
        title="Switch theme (t)"
        @click=${nextTheme}
      >
        ${icon(isDark() ? 'sun' : 'moon')}
      </button>
    </header>`;
  }

  /** What is on the screen stays there, and says how old it is. */
  #stale(): string {
    const silent = silentFor();
    return liveState.value === 'lost' && silent > 5_000 ? `, updated ${ago(silent)}` : '';
  }

  #crumbs(): TemplateResult {
    const { place, id } = route.value;
    if (place === 'execution' || place === 'logs') {
      const whole = html`<span class="mono cut">${id}</span>`;
      return html`<a href=${href('executions')}>Executions</a><span class="sep">/</span>${
          place === 'logs'
            ? html`<a class="cut" href=${href('execution', id)}>${whole}</a
                ><span class="sep">/</span>Logs`
            : whole
        }`;
    }
    const word = place === 'nowhere' ? 'Nowhere' : place[0]?.toUpperCase() + place.slice(1);
    return html`<h1>${word}</h1>`;
  }
}

customElements.define('hs-top-bar', TopBar);
