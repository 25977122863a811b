import { html, nothing, type TemplateResult } from 'lit';
import { keyWanted } from '../api/key';
import { signingIn, startSession } from '../api/sign-in';
import { View } from '../base/view';
import { startDensity } from '../look/density';
import { nextTheme, painted, startTheme } from '../look/theme';
import { route, start } from '../route/router';
import { nextZone, startTooltips } from '../time/zone';
import type { Place } from '../route/url';
import { onKeys, PALETTE, startKeys } from './keys';
import { bring, bringLater } from './screens';
import './key-dialog';
import './rail';
import './top-bar';
import '../executions/executions-page';

start();
startKeys();
startTooltips();
void startSession();

/** The frame around every screen. */
class App extends View {
  #dialog: 'help' | 'palette' | null = null;
  #place: Place | null = null;
  /** The screen whose code did not come. */
  #missing: Place | null = null;

  constructor() {
    super();
    this.watch(route);
    this.watch(keyWanted);
    this.watch(signingIn);
    this.watch(painted);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    startTheme();
    startDensity();
    this.until(
      onKeys({
        t: nextTheme,
        z: nextZone,
        '?': () => this.#show('help'),
        [PALETTE]: () => this.#show('palette'),
      }),
    );
  }

  /** Shows a dialog above the screen, or none. */
  #show(dialog: 'help' | 'palette' | null): void {
    if (dialog) bringLater().catch(() => this.#show(null));
    this.#dialog = dialog;
    this.requestUpdate();
  }

  protected override willUpdate(): void {
    const { place } = route.value;
    if (place === this.#place) return;
    this.#place = place;
    this.#missing = null;
    bring(place).catch(() => {
      this.#missing = place;
      this.requestUpdate();
    });
  }

  protected override render(): TemplateResult {
    return html`<a class="skip" href="#main">Skip to content</a>
      <hs-rail></hs-rail>
      <hs-top-bar @palette=${() => this.#show('palette')}></hs-top-bar>
      <main id="main" tabindex="-1">${this.#screen()}</main>
      ${keyWanted.value ? html`<hs-key-dialog></hs-key-dialog>` : nothing} ${this.#above()}`;
  }

  #above(): TemplateResult | typeof nothing {
    const done = () => this.#show(null);
    switch (this.#dialog) {
      case 'help':
        return html`<hs-help-dialog @done=${done}></hs-help-dialog>`;
      case 'palette':
        return html`<hs-palette @done=${done}></hs-palette>`;
      default:
        return nothing;
    }
  }

  #screen(): TemplateResult {
    const { place, id } = route.value;
    if (signingIn.value) return notice('Signing in', 'This takes a moment.');
    if (this.#missing === place) {
      return notice(
        'This screen could not be loaded',
        'The service may have been replaced by another version: load the page again.',
      );
    }
    switch (place) {
      case 'executions':
        return html`<hs-executions-page></hs-executions-page>`;
      case 'execution':
        return html`<hs-run-page .execution=${id}></hs-run-page>`;
      case 'nowhere':
        return notice(
          'There is nothing at this address',
          'The list of executions is one click away.',
        );
      case 'logs':
        return html`<hs-logs-page .execution=${id}></hs-logs-page>`;
      case 'compare':
        return html`<hs-compare-page></hs-compare-page>`;
      case 'analytics':
        return html`<hs-analytics-page></hs-analytics-page>`;
      case 'retention':
        return html`<hs-retention-page></hs-retention-page>`;
      case 'help':
        return html`<hs-help-page></hs-help-page>`;
    }
  }
}

function notice(title: string, text: string): TemplateResult {
  return html`<div class="notice">
    <h2>${title}</h2>
    <p>${text}</p>
  </div>`;
}

customElements.define('hs-app', App);
