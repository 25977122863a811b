import { html, type TemplateResult } from 'lit';
import { key, keyWanted } from '../api/key';
import { View } from '../base/view';

/** Asks for a key when the service does. */
class KeyDialog extends View {
  protected override firstUpdated(): void {
    this.querySelector('dialog')?.showModal();
  }

  protected override render(): TemplateResult {
    return html`<dialog aria-labelledby="key-title" @cancel=${(e: Event) => e.preventDefault()}>
      <form @submit=${(event: SubmitEvent) => this.#enter(event)}>
        <h2 id="key-title">This service asks for a key</h2>
        <p class="muted">
          An API key with the role viewer is enough. It is kept until this tab is closed, and sent
          to this service alone.
        </p>
        <label>
          API key
          <input name="key" type="password" autocomplete="current-password" required autofocus />
        </label>
        ${key.value ? html`<p role="alert">The key that was sent is not valid any more.</p>` : ''}
        <div class="actions"><button class="primary">Continue</button></div>
      </form>
    </dialog>`;
  }

  #enter(event: SubmitEvent): void {
    event.preventDefault();
    const entered = this.querySelector<HTMLInputElement>('input[name=key]')?.value.trim() ?? '';
    if (!entered) return;
    keyWanted.value = false;
    key.value = entered;
  }
}

customElements.define('hs-key-dialog', KeyDialog);
