import { html, nothing, type TemplateResult } from 'lit';
import type { Json, Notice } from '../api/types';
import { copyFrom } from '../base/copy';
import { View } from '../base/view';
import { icon } from '../look/icons';
import { isContainer } from './container';
import { largeText, preview, remains } from './preview';
import {
  above,
  below,
  entries,
  lastName,
  MOST_FOUND,
  namesWith,
  size,
  valueAt,
  type Entry,
} from './search';
import { bytes, count } from '../look/amounts';
import { encoded } from './text';

const MANY = 100;
const LONG = 2_048;
const SMALL = 40;

/** A JSON value, of which only the branches that are open exist. Whatever it holds is only text. */
class JsonTree extends View {
  static override properties = {
    value: { attribute: false },
    notices: { attribute: false },
    at: { attribute: false },
  };

  declare value: Json | undefined;
  declare notices: readonly Notice[];
  /** The pointer of the value in its record: `/output`. */
  declare at: string;

  #open = new Set<string>();
  #shown = new Map<string, number>();
  #whole = new Set<string>();
  #of: Json | undefined;
  #large: string | null = null;
  /** The pointer of the value that is copied; that of the whole, unless one was chosen. */
  #chosen = '';
  #words = '';
  #found: readonly string[] = [];
  #next = 0;

  constructor() {
    super();
    this.notices = [];
    this.at = '';
  }

  protected override willUpdate(): void {
    if (this.#of === this.value) return;
    this.#of = this.value;
    this.#shown.clear();
    this.#whole.clear();
    this.#chosen = this.at;
    this.#large = this.value === undefined ? null : largeText(this.value);
    this.#open = new Set([this.at]);
    // What is small is seen at once.
    if (isContainer(this.value) && size(this.value) <= SMALL)
      this.#openAll(this.value, this.at);
    if (this.#words) this.#search(this.#words);
  }

  #openAll(value: Json, at: string): void {
    if (!isContainer(value)) return;
    this.#open.add(at);
    for (const [name, inner] of entries(value)) this.#openAll(inner, below(at, name));
  }

  protected override render(): TemplateResult {
    const { value } = this;
    if (value === undefined || (value === null && this.at !== '' && !this.#notice(this.at))) {
      return html`<p class="muted none">Nothing was reported.</p>`;
    }
    if (this.#large !== null) return preview(this.#large, lastName(this.at) || 'record');
    const cut = remains(value);
    if (cut) return html`<div class="json">${cut}</div>`;
    return html`<div class="json mono">
      ${this.#bar(value)} ${this.#node(null, value, this.at)}
    </div>`;
  }

  #bar(value: Json): TemplateResult {
    const at = this.#chosen;
    return html`<div class="json-bar">
      ${
        isContainer(value) && size(value, 9) > 8
          ? html`<input
                type="search"
                placeholder="Find a name"
                aria-label="Find a name"
                .value=${this.#words}
                @input=${(e: Event) => this.#search((e.target as HTMLInputElement).value)}
                @keydown=${(e: KeyboardEvent) => this.#walk(e)}
              />${this.#words ? html`<span class="num">${this.#found.length}${this.#found.length < MOST_FOUND ? '' : '+'} found</span>` : nothing}`
          : nothing
      }
      ${at === this.at ? nothing : html`<span class="cut muted" title=${at}>${at}</span>`}
      <button
        class="quiet"
        aria-label="Copy path ${at}"
        title="Copy path"
        @click=${(e: Event) => void copyFrom(e.currentTarget as Element, at)}
      >
        /…
      </button>
      <button
        class="quiet"
        aria-label="Copy value"
        title="Copy value"
        @click=${(e: Event) => this.#copyValue(e.currentTarget as Element)}
      >
        ${icon('copy')}
      </button>
    </div>`;
  }

  #copyValue(button: Element): void {
    const value = valueAt(this.value as Json, this.at, this.#chosen) ?? null;
    void copyFrom(button, typeof value === 'string' ? value : JSON.stringify(value, null, 2));
  }

  #search(words: string): void {
    this.#words = words;
    this.#next = 0;
    const wanted = words.trim();
    this.#found = wanted && this.value !== undefined ? namesWith(this.value, this.at, wanted) : [];
    this.#go(0);
  }

  #walk(event: KeyboardEvent): void {
    if (event.key === 'Enter') this.#go(this.#next + (event.shiftKey ? -1 : 1));
    else if (event.key === 'Escape' && this.#words) this.#search('');
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Opens all that a match is in, and brings it in sight. */
  #go(to: number): void {
    const count = this.#found.length;
    this.#next = count > 0 ? (to + count) % count : 0;
    const at = this.#found[this.#next];
    if (at !== undefined) {
      this.#chosen = at;
      for (let up = at; up !== this.at && up; up = above(up)) this.#reach(up);
      void this.updateComplete.then(() =>
        this.querySelector('.found')?.scrollIntoView({ block: 'nearest' }),
      );
    }
    this.requestUpdate();
  }

  #reach(at: string): void {
    const inside = above(at);
    this.#open.add(inside);
    const value = valueAt(this.value as Json, this.at, inside);
    if (!isContainer(value)) return;
    const index = entries(value).findIndex(([name]) => name === lastName(at));
    this.#shown.set(inside, Math.max(this.#shown.get(inside) ?? MANY, index + 1));
  }

  #node(name: string | null, value: Json, at: string): TemplateResult {
    const found = this.#words !== '' && at === this.#found[this.#next] ? 'found' : '';
    if (!isContainer(value)) {
      return html`<div class="leaf ${found}">
        ${
          name === null
            ? nothing
            : html`<button
                  class="quiet name"
                  aria-pressed=${at === this.#chosen ? 'true' : 'false'}
                  @click=${() => this.#choose(at)}
                >
                  ${name}</button
                ><span class="muted">: </span>`
        }${this.#leaf(value, at)}${this.#notice(at)}
      </div>`;
    }
    const all = entries(value);
    const [start, end] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
    const open = this.#open.has(at);
    return html`<div class="branch ${found}">
      <button
        class="quiet"
        aria-expanded=${open ? 'true' : 'false'}
        @click=${() => this.#toggle(at)}
      >
        <span class="arrow" aria-hidden="true">${open ? '▾' : '▸'}</span
        >${name === null ? nothing : html`<span class="name">${name}</span>: `}<span class="muted"
          >${open && all.length > 0 ? start : `${start}${all.length || ''}${end}`}</span
        >
      </button>
      ${this.#notice(at)} ${open ? this.#children(all, at) : nothing}
    </div>`;
  }

  #children(all: readonly Entry[], at: string): TemplateResult {
    const shown = this.#shown.get(at) ?? MANY;
    const left = all.length - shown;
    return html`<div class="children">
      ${all.slice(0, shown).map(([name, value]) => this.#node(name, value, below(at, name)))}
      ${
        left > 0
          ? html`<button
              class="quiet more"
              @click=${() => {
                this.#shown.set(at, shown + MANY * 5);
                this.requestUpdate();
              }}
            >
              ${count(left)} more
            </button>`
          : nothing
      }
    </div>`;
  }

  #leaf(value: null | boolean | number | string, at: string): TemplateResult {
    if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
      return html`<span class="word" title="A browser cannot hold all digits of this number"
        >≈ ${value}</span
      >`;
    }
    if (typeof value !== 'string') return html`<span class="word">${String(value)}</span>`;
    const whole = this.#whole.has(at);
    const data = whole ? null : encoded(value);
    if (data) {
      return html`<span class="word">base64, ${data.type}, ${bytes(data.bytes)}</span>
        ${this.#all(at, value)}`;
    }
    const cut = value.length > LONG && !whole;
    return html`<span class="text">${JSON.stringify(cut ? value.slice(0, LONG) : value)}</span>
      ${cut ? this.#all(at, value) : nothing}`;
  }

  #all(at: string, text: string): TemplateResult {
    return html`<button
      class="quiet more"
      @click=${() => {
        this.#whole.add(at);
        this.requestUpdate();
      }}
    >
      show all ${count(text.length)} characters
    </button>`;
  }

  /** What the service altered is told where it is. */
  #notice(at: string): TemplateResult | typeof nothing | null {
    const notice = this.notices.find((it) => it.pointer === at);
    if (!notice) return null;
    const { kind, originalBytes } = notice;
    const was = originalBytes === undefined ? '' : `, was ${bytes(originalBytes)}`;
    // Values are masked by the name they have: that is the rule.
    const rule = kind === 'redacted' ? ` by the rule for ${lastName(at)}` : was;
    return html`<span class="noted" title="The service changed this value before it was stored"
      >${kind === 'redacted' ? icon('lock') : nothing}${kind}${rule}</span
    >`;
  }

  #choose(at: string): void {
    this.#chosen = at;
    this.requestUpdate();
  }

  #toggle(at: string): void {
    if (!this.#open.delete(at)) this.#open.add(at);
    this.#choose(at);
  }
}

customElements.define('hs-json', JsonTree);
