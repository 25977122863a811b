import { html, type TemplateResult } from 'lit';
import { key } from '../api/key';
import { View } from '../base/view';
import { restoredScroll, route } from '../route/router';
import { zone } from '../time/zone';
import { rescope } from './scope';
import '../chart/plot';
import './range-bar';
import './summary';
import './rate-panel';
import './duration-panel';
import './heat-panel';
import './nodes-panel';
import './errors-panel';
import './busy-panel';

const MINUTE = 60_000;

/** How runs do over time: whether they succeed, how long they take, where that time goes, what breaks. */
class AnalyticsPage extends View {
  #asked = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = 'Analytics · Hindsight';
    this.#rescope(true);
    for (const changed of [route, zone, key]) {
      this.until(changed.subscribe(() => this.#rescope()));
    }
    const timer = setInterval(() => this.#refresh(), 5_000);
    this.until(() => clearInterval(timer));
  }

  protected override firstUpdated(): void {
    // Panels have their height from the start: back leads to where one was.
    requestAnimationFrame(() => {
      const scroller = this.querySelector('.analytics');
      if (scroller) scroller.scrollTop = restoredScroll();
    });
  }

  #rescope(isAnew = false): void {
    if (route.value.place !== 'analytics') return;
    if (isAnew) this.#asked = performance.now();
    rescope(isAnew);
  }

  /** Statistics are up to a minute behind: more often would tell nothing more. */
  #refresh(): void {
    if (document.hidden || performance.now() - this.#asked < MINUTE) return;
    this.#rescope(true);
  }

  protected override render(): TemplateResult {
    return html`<div class="analytics" data-scroll>
      <hs-range-bar></hs-range-bar>
      <hs-summary></hs-summary>
      <div class="panels">
        <hs-rate-panel></hs-rate-panel>
        <hs-duration-panel></hs-duration-panel>
        <hs-heat-panel></hs-heat-panel>
        <hs-busy-panel></hs-busy-panel>
        <hs-nodes-panel></hs-nodes-panel>
        <hs-errors-panel></hs-errors-panel>
      </div>
    </div>`;
  }
}

customElements.define('hs-analytics-page', AnalyticsPage);
