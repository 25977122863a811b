import { html, nothing, type TemplateResult } from 'lit';
import { isKey, key, keyWanted, useKey } from '../api/key';
import { asProblem } from '../api/problem';
import { isSignedIn, offer, signIn, signInFault, type Offer } from '../api/sign-in';
import { View } from '../base/view';

/** Asks for a key when the service does, and lets nobody through with a wrong one. */
class KeyDialog extends View {
  #fault = signInFault.value || whyNotEnough();
  #busy = false;
  #offer: Offer | null = null;

  protected override firstUpdated(): void {
    this.#open();
    offer().then(
      (it) => {
        this.#offer = it;
        this.requestUpdate();
      },
      // Keys go on opening; whoever waits for the provider tries again.
      (thrown: unknown) => this.#say(asProblem(thrown).message, false),
    );
  }

  #open(): void {
    if (this.isConnected && keyWanted.value) this.querySelector('dialog')?.showModal();
  }

  protected override render(): TemplateResult {
    const offered = this.#offer?.offered ?? false;
    return html`<dialog
      aria-labelledby="key-title"
      @cancel=${(event: Event) => event.preventDefault()}
      @close=${() => this.#open()}
    >
      <form @submit=${(event: SubmitEvent) => void this.#enter(event)}>
        <h2 id="key-title">
          ${offered ? 'This service asks who you are' : 'This service asks for a key'}
        </h2>
        <p class="muted">
          The role viewer is enough to look. A key is kept until this tab is closed.
        </p>
        ${
          offered
            ? html`<button type="button" class="primary" @click=${() => void this.#signIn()}>
                  Sign in
                </button>
                <p class="muted or">or</p>`
            : nothing
        }
        <label>
          ${offered && !this.#offer?.keys ? 'Token' : 'API key'}
          <input
            name="key"
            type="password"
            autocomplete="current-password"
            required
            autofocus
            aria-describedby="key-fault"
            aria-invalid=${this.#fault ? 'true' : 'false'}
          />
        </label>
        <p id="key-fault" class="fault" role="alert">${this.#fault || nothing}</p>
        <label class="tick">
          <input name="remember" type="checkbox" />
          Remember it in this browser
        </label>
        <div class="actions">
          <button class=${offered ? '' : 'primary'} ?disabled=${this.#busy}>Continue</button>
        </div>
      </form>
    </dialog>`;
  }

  async #enter(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const entered = String(data.get('key') ?? '').trim();
    if (!entered || this.#busy) return;
    this.#say('', true);
    try {
      if (await isKey(entered)) useKey(entered, data.has('remember'));
      else this.#say('The service does not know this key.', false);
    } catch {
      // No answer; or what was typed cannot stand in a header, and is no key.
      this.#say('The service cannot be reached, or this is no key.', false);
    }
  }

  async #signIn(): Promise<void> {
    if (!this.#offer) return;
    // Browsers have what it takes only where nobody listens.
    if (isSecureContext) await signIn(this.#offer);
    else this.#say('Signing in takes https.', false);
  }

  #say(fault: string, busy: boolean): void {
    this.#fault = fault;
    this.#busy = busy;
    this.requestUpdate();
    if (fault) void this.updateComplete.then(() => this.querySelector('input')?.select());
  }
}

function whyNotEnough(): string {
  if (isSignedIn()) return 'Your sign-in is over: begin another.';
  return key.value ? 'The key that was sent is not valid, or not any more.' : '';
}

customElements.define('hs-key-dialog', KeyDialog);
