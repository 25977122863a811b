import { html, type TemplateResult } from 'lit';
import { View } from '../base/view';

class LogsPage extends View {
  protected override render(): TemplateResult {
    return html`<h1>Logs</h1>`;
  }
}

customElements.define('hs-logs-page', LogsPage);
