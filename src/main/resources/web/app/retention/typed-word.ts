import { html, type TemplateResult } from 'lit';
import type { Problem } from '../api/problem';
import { asProblem } from '../api/problem';
import { View } from '../base/view';
import { failure } from './asked';

/** What cannot be undone by a click asks for a word to be typed. */
export interface Question {
  readonly title: string;
  readonly text: string;
  readonly word: string;
  readonly button: string;
  act(): Promise<void>;
}

class TypedWord extends View {
  static override properties = { question: { attribute: false } };

  declare question: Question;

  #typed = '';
  #busy = false;
  #problem: Problem | null = null;

  protected override firstUpdated(): void {
    this.querySelector('dialog')?.showModal();
  }

  protected override render(): TemplateResult {
    const { title, text, word, button } = this.question;
    return html`<dialog
      aria-labelledby="typed-title"
      @close=${() => this.dispatchEvent(new CustomEvent('done'))}
    >
      <form @submit=${(event: SubmitEvent) => this.#act(event)}>
        <h2 id="typed-title">${title}</h2>
        <p>${text}</p>
        <label
          ><span>Type <b>${word}</b> to go on</span>
          <input
            name="word"
            autocomplete="off"
            spellcheck="false"
            autofocus
            @input=${(event: Event) => {
              this.#typed = (event.target as HTMLInputElement).value;
              this.requestUpdate();
            }}
          />
        </label>
        ${this.#problem ? failure(this.#problem) : ''}
        <div class="actions">
          <button type="button" @click=${() => this.querySelector('dialog')?.close()}>
            Cancel
          </button>
          <button class="primary" ?disabled=${this.#busy || this.#typed.trim() !== word}>
            ${button}
          </button>
        </div>
      </form>
    </dialog>`;
  }

  async #act(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.#busy || this.#typed.trim() !== this.question.word) return;
    this.#busy = true;
    this.requestUpdate();
    try {
      await this.question.act();
      this.querySelector('dialog')?.close();
    } catch (thrown) {
      this.#problem = asProblem(thrown);
    }
    this.#busy = false;
    this.requestUpdate();
  }
}

customElements.define('hs-typed-word', TypedWord);
