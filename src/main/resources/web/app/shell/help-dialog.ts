import { html, type TemplateResult } from 'lit';
import { View } from '../base/view';
import { keyList } from '../look/key-list';
import { href } from '../route/router';
import { shortcuts } from './keys';

/** All keys there are, and the way to the rest of the help. */
class HelpDialog extends View {
  constructor() {
    super();
    this.watch(shortcuts);
  }

  protected override firstUpdated(): void {
    this.querySelector('dialog')?.showModal();
  }

  protected override render(): TemplateResult {
    return html`<dialog
      class="keys"
      aria-labelledby="help-title"
      @close=${() => this.dispatchEvent(new CustomEvent('done'))}
    >
      <h2 id="help-title">Keys</h2>
      ${shortcuts.value === 'off' ? html`<p>Single keys are switched off.</p>` : ''}
      <div class="columns">${keyList()}</div>
      <form method="dialog" class="actions">
        <a href=${href('help')} @click=${() => this.querySelector('dialog')?.close()}
          >All of the help</a
        >
        <span class="grow"></span>
        <button>Close</button>
      </form>
    </dialog>`;
  }
}

customElements.define('hs-help-dialog', HelpDialog);
