import { html, type TemplateResult } from 'lit';
import { View } from '../base/view';

class HelpPage extends View {
  protected override render(): TemplateResult {
    return html`<h1>Help</h1>`;
  }
}

customElements.define('hs-help-page', HelpPage);
