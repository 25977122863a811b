import { html, nothing, type TemplateResult } from 'lit';
import type { Json, Notice } from '../api/types';
import { View } from '../base/view';
import { icon } from '../look/icons';

const MANY = 100;
const LONG = 2_048;

type Entry = readonly [name: string, value: Json];

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
    this.#open = new Set([this.at]);
    // What is small is seen at once.
    if (this.value && typeof this.value === 'object' && size(this.value) <= 40)
      this.#openAll(this.value, this.at);
  }

  #openAll(value: Json, at: string): void {
    if (value === null || typeof value !== 'object') return;
    this.#open.add(at);
    for (const [name, inner] of entries(value)) this.#openAll(inner, `${at}/${escaped(name)}`);
  }

  protected override render(): TemplateResult {
    if (this.value === undefined) return html`<p class="muted none">Nothing was reported.</p>`;
    return html`<div class="json mono">
      <button
        class="quiet copy"
        title="Copy as JSON"
        aria-label="Copy as JSON"
        @click=${() => void navigator.clipboard.writeText(JSON.stringify(this.value, null, 2))}
      >
        ${icon('copy')}
      </button>
      ${this.#node(null, this.value, this.at)}
    </div>`;
  }

  #node(name: string | null, value: Json, at: string): TemplateResult {
    const label =
      name === null
        ? nothing
        : html`<span class="name">${name}</span><span class="muted">: </span>`;
    if (value === null || typeof value !== 'object') {
      return html`<div class="leaf">${label}${this.#leaf(value, at)}${this.#notice(at)}</div>`;
    }
    const all = entries(value);
    const list = Array.isArray(value);
    const [start, end] = list ? ['[', ']'] : ['{', '}'];
    if (all.length === 0) return html`<div class="leaf">${label}${start}${end}</div>`;
    const open = this.#open.has(at);
    return html`<div class="branch">
      <button
        class="quiet"
        aria-expanded=${open ? 'true' : 'false'}
        @click=${() => this.#toggle(at)}
      >
        <span class="arrow">${open ? '▾' : '▸'}</span>${label}<span class="muted"
          >${open ? start : `${start}${all.length}${end}`}</span
        >
      </button>
      ${this.#notice(at)} ${open ? this.#children(all, at) : nothing}
    </div>`;
  }

  #children(all: readonly Entry[], at: string): TemplateResult {
    const shown = this.#shown.get(at) ?? MANY;
    const left = all.length - shown;
    return html`<div class="children">
      ${all.slice(0, shown).map(([name, value]) => this.#node(name, value, `${at}/${escaped(name)}`))}
      ${
        left > 0
          ? html`<button
              class="quiet more"
              @click=${() => {
                this.#shown.set(at, shown + MANY * 5);
                this.requestUpdate();
              }}
            >
              ${left.toLocaleString('en')} more
            </button>`
          : nothing
      }
    </div>`;
  }

  #leaf(value: null | boolean | number | string, at: string): TemplateResult {
    if (typeof value !== 'string') return html`<span class="word">${String(value)}</span>`;
    if (value.length <= LONG || this.#whole.has(at)) {
      return html`<span class="text">${JSON.stringify(value)}</span>`;
    }
    return html`<span class="text">${JSON.stringify(value.slice(0, LONG))}</span>
      <button
        class="quiet more"
        @click=${() => {
          this.#whole.add(at);
          this.requestUpdate();
        }}
      >
        all ${value.length.toLocaleString('en')} characters
      </button>`;
  }

  /** What the service altered is told where it is. */
  #notice(at: string): TemplateResult | typeof nothing {
    const notice = this.notices.find((it) => it.pointer === at);
    if (!notice) return nothing;
    return html`<span class="noted" title="The service changed this value before it was stored"
      >${notice.kind === 'redacted' ? icon('lock') : nothing}${notice.kind}</span
    >`;
  }

  #toggle(at: string): void {
    if (!this.#open.delete(at)) this.#open.add(at);
    this.requestUpdate();
  }
}

function entries(value: Json[] | { [name: string]: Json }): Entry[] {
  return Array.isArray(value)
    ? value.map((it, i) => [String(i), it] as const)
    : Object.entries(value);
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** How many values there are, counted no further than it takes to tell that they are many. */
function size(value: Json, most = 41): number {
  if (value === null || typeof value !== 'object') return 1;
  let sum = 1;
  for (const [, inner] of entries(value)) {
    if (sum >= most) break;
    sum += size(inner, most - sum);
  }
  return sum;
}

customElements.define('hs-json', JsonTree);
