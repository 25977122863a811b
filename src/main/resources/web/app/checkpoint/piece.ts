import { html, nothing, type TemplateResult } from 'lit';
import { asProblem, type Problem } from '../api/problem';
import type { Json } from '../api/types';
import { save } from '../base/save';
import { View } from '../base/view';
import { bytes } from '../look/amounts';
import { failed } from '../look/failed';
import { icon } from '../look/icons';
import { requests, shortText } from './requests';
import '../json/json-tree';

/** Something that was kept: a row that opens, and gives what it stands for as a file. */
export interface Kept {
  readonly name: string;
  readonly title?: string;
  readonly kind?: string;
  /** Where it is known before it is read. */
  readonly size?: number;
  /** Where it lies, below its execution. */
  readonly path: string;
  /** Where it lies, if not there. */
  readonly or?: string;
  readonly file: string;
  /** Where it came with the list. */
  readonly value?: Json;
}

class Piece extends View {
  static override properties = { execution: { attribute: false }, kept: { attribute: false } };

  declare execution: string;
  declare kept: Kept;

  #open = false;
  /** Undefined until it is read; null where it is not to be shown. */
  #text: string | null | undefined;
  #problem: Problem | null = null;

  protected override render(): TemplateResult {
    const { name, title = '', kind = '', size } = this.kept;
    return html`<div class="piece">
        <button
          class="quiet"
          aria-expanded=${this.#open ? 'true' : 'false'}
          @click=${() => this.#toggle()}
        >
          <span class="arrow muted" aria-hidden="true">${this.#open ? '▾' : '▸'}</span>
          <span class="cut" title=${title || name}>${name}</span>
        </button>
        <span class="muted">${kind}</span>
        <span class="num">${size === undefined ? nothing : bytes(size)}</span>
        <button
          class="quiet"
          aria-label="Download ${name}"
          title="Download"
          @click=${() => this.#try(() => this.#download())}
        >
          ${icon('download')}
        </button>
      </div>
      ${this.#problem ? failed(this.#problem) : this.#open ? this.#shown() : nothing}`;
  }

  #shown(): TemplateResult {
    const { value } = this.kept;
    if (value !== undefined) return tree(value);
    if (this.#text === undefined) return html`<div class="skeleton block"></div>`;
    if (this.#text === null) {
      return html`<p class="muted none">No text, or over 1 MB: it can be downloaded.</p>`;
    }
    const json = read(this.#text);
    return json === undefined ? html`<pre class="mono">${this.#text}</pre>` : tree(json);
  }

  #toggle(): void {
    this.#open = !this.#open;
    this.#problem = null;
    this.requestUpdate();
    if (!this.#open || this.kept.value !== undefined || this.#text !== undefined) return;
    void this.#try(async () => (this.#text = await shortText(await this.#ask())));
  }

  async #download(): Promise<void> {
    save(await (await this.#ask()).blob(), this.kept.file);
  }

  async #ask(): Promise<Response> {
    const { path, or } = this.kept;
    try {
      return await requests.file(this.execution, path);
    } catch (thrown) {
      if (!or || asProblem(thrown).status !== 404) throw thrown;
      return requests.file(this.execution, or);
    }
  }

  async #try(work: () => Promise<unknown>): Promise<void> {
    this.#problem = null;
    try {
      await work();
    } catch (thrown) {
      this.#problem = asProblem(thrown);
    }
    this.requestUpdate();
  }
}

function tree(value: Json): TemplateResult {
  return html`<hs-json .value=${value} .at=${''}></hs-json>`;
}

function read(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

customElements.define('hs-piece', Piece);
