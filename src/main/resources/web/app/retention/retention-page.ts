import { html, type TemplateResult } from 'lit';
import { View } from '../base/view';

class RetentionPage extends View {
  protected override render(): TemplateResult {
    return html`<h1>Retention</h1>`;
  }
}

customElements.define('hs-retention-page', RetentionPage);
