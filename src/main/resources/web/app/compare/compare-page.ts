import { html, type TemplateResult } from 'lit';
import { View } from '../base/view';

class ComparePage extends View {
  protected override render(): TemplateResult {
    return html`<h1>Compare</h1>`;
  }
}

customElements.define('hs-compare-page', ComparePage);
