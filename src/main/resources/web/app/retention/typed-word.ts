import { html, type TemplateResult } from 'lit';
import { asProblem, type Problem } from '../api/problem';
import { Dialog } from '../base/dialog';
import { failed } from '../look/failed';

/** What cannot be undone by a click asks for a word to be typed. */
export interface Question {
  readonly title: string;
  readonly text: string;
  readonly word: string;
  act(): Promise<void>;
}

class TypedWord extends Dialog {
  static override properties = { question: { attribute: false } };

  declare question: Question;

  #typed = '';
  #busy = false;
  #problem: Problem | null = null;

  protected override render(): TemplateResult {
    const { title, text, word } = this.question;
    return html`<dialog aria-labelledby="typed-title">
      <form @submit=${(event: SubmitEvent) => this.#act(event)}>
        <h2 id="typed-title">${title}</h2>
        <p>${text}</p>
        <label
          ><span>Type <b>${word}</b> to go on</span>
          <input
            autocomplete="off"
            spellcheck="false"
            autofocus
            @input=${(event: Event) => {
              this.#typed = (event.target as HTMLInputElement).value;
              this.requestUpdate();
            }}
          />
        </label>
        ${this.#problem ? failed(this.#problem) : ''}
        <div class="actions">
          <button type="button" @click=${() => this.close()}>Cancel</button>
          <button class="primary" ?disabled=${this.#busy || this.#typed.trim() !== word}>
            ${title}
          </button>
        </div>
      </form>
    </dialog>`;
  }

  /** A button that is disabled keeps the form from being sent by the keyboard too. */
  async #act(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    this.#busy = true;
    this.requestUpdate();
    try {
      await this.question.act();
      this.close();
    } catch (thrown) {
      this.#problem = asProblem(thrown);
    }
    this.#busy = false;
    this.requestUpdate();
  }
}

customElements.define('hs-typed-word', TypedWord);
