import { html, type TemplateResult } from 'lit';
import { View } from '../base/view';

class AnalyticsPage extends View {
  protected override render(): TemplateResult {
    return html`<h1>Analytics</h1>`;
  }
}

customElements.define('hs-analytics-page', AnalyticsPage);
