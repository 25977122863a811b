import { html, type TemplateResult } from 'lit';
import { Dialog } from '../base/dialog';
import { keyList } from '../look/key-list';
import { href } from '../route/router';
import { shortcuts } from './keys';

/** All keys there are, and the way to the rest of the help. */
class HelpDialog extends Dialog {
  constructor() {
    super();
    this.watch(shortcuts);
  }

  protected override render(): TemplateResult {
    return html`<dialog class="keys" aria-labelledby="help-title">
      <h2 id="help-title" tabindex="-1" autofocus>Keys</h2>
      ${shortcuts.value === 'off' ? html`<p>Single keys are switched off.</p>` : ''}
      <div class="columns">${keyList()}</div>
      <form method="dialog" class="actions">
        <a href=${href('help')} @click=${() => this.close()}>All of the help</a>
        <span class="grow"></span>
        <button>Close</button>
      </form>
    </dialog>`;
  }
}

customElements.define('hs-help-dialog', HelpDialog);
