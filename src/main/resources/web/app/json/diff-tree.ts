import { html, nothing, type TemplateResult } from 'lit';
import type { Json } from '../api/types';
import { View } from '../base/view';
import { jsonDiff, type DiffNode, type JsonDiff, type Sign } from './json-diff';
import { isContainer } from './volatile';
import './json-tree';

const MANY = 100;
const LONG = 240;
/** Characters before the first that differs, so that it is in sight in a long text. */
const BEFORE = 40;
const OPEN_AT_FIRST = 120;

const WORDS: Readonly<Record<Sign, string>> = {
  '+': 'only in B',
  '-': 'only in A',
  '~': 'changed',
  '=': 'equal',
  '≈': 'ignored',
};

/** How two JSON values differ: only what is open exists, and what is equal is folded away. */
class DiffTree extends View {
  static override properties = {
    left: { attribute: false },
    right: { attribute: false },
    ignoring: { attribute: false },
  };

  declare left: Json | undefined;
  declare right: Json | undefined;
  /** Whether ids and moments are left out of account. */
  declare ignoring: boolean;

  #diff: JsonDiff | null = null;
  #open = new Set<DiffNode>();
  #equal = new Set<DiffNode>();
  #whole = new Set<DiffNode>();
  #shown = new Map<DiffNode, number>();

  constructor() {
    super();
    this.ignoring = false;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (this.#diff && changed.size === 0) return;
    this.#diff = jsonDiff(this.left, this.right, this.ignoring);
    this.#equal.clear();
    this.#whole.clear();
    this.#shown.clear();
    this.#open = openAtFirst(this.#diff.root);
  }

  protected override render(): TemplateResult {
    const { root, isCut } = this.#diff as JsonDiff;
    return html`<div class="json diff mono">
      ${this.#node(root)}
      ${isCut ? html`<p class="muted">There is too much to look into everything.</p>` : nothing}
    </div>`;
  }

  #node(node: DiffNode): TemplateResult {
    const { sign, children } = node;
    const isOpen = this.#open.has(node);
    const whole = isContainer(node.left) ? node.left : isContainer(node.right) ? node.right : null;
    const isFolded = children !== null || (whole !== null && sign !== '~');
    if (!isFolded) {
      return html`<div class="leaf ${CLASSES[sign]}">
        ${signed(sign)}${name(node)}${this.#values(node)}
      </div>`;
    }
    const list = Array.isArray(whole);
    const count = whole ? Object.keys(whole).length : 0;
    const closed = `${list ? '[' : '{'}${count}${list ? ']' : '}'}`;
    return html`<div class="branch ${children ? '' : CLASSES[sign]}">
      <button
        class="quiet"
        aria-expanded=${isOpen ? 'true' : 'false'}
        @click=${() => this.#toggle(this.#open, node)}
      >
        ${signed(sign)}<span class="arrow">${isOpen ? '▾' : '▸'}</span>${name(node)}<span
          class="muted"
          >${
            children
              ? `${node.changes.toLocaleString('en')} ${node.changes === 1 ? 'change' : 'changes'}`
              : `${closed} ${sign === '=' ? 'equal' : ''}`
          }</span
        >
      </button>
      ${isOpen ? (children ? this.#children(node) : inner(whole)) : nothing}
    </div>`;
  }

  #children(node: DiffNode): TemplateResult {
    const all = node.children ?? [];
    const isShown = this.#equal.has(node);
    const differing = all.filter((it) => isShown || it.changes > 0);
    const equal = all.length - all.filter((it) => it.changes > 0).length;
    const shown = this.#shown.get(node) ?? MANY;
    const left = differing.length - shown;
    return html`<div class="children">
      ${differing.slice(0, shown).map((it) => this.#node(it))}
      ${
        left > 0
          ? html`<button
              class="quiet more"
              @click=${() => {
                this.#shown.set(node, shown + MANY * 5);
                this.requestUpdate();
              }}
            >
              ${left.toLocaleString('en')} more
            </button>`
          : nothing
      }
      ${
        equal > 0
          ? html`<button
              class="quiet more muted"
              aria-expanded=${isShown ? 'true' : 'false'}
              @click=${() => this.#toggle(this.#equal, node)}
            >
              ${isShown ? 'Fold' : '…'} ${equal.toLocaleString('en')}
              ${this.ignoring ? 'equal or ignored' : 'equal'}
            </button>`
          : nothing
      }
    </div>`;
  }

  #values(node: DiffNode): TemplateResult {
    const { sign, left, right } = node;
    if (sign === '=') return this.#text(node, left, 0, '');
    if (sign === '+') return this.#text(node, right, 0, 'b');
    if (sign === '-') return this.#text(node, left, 0, 'a');
    const from = Math.max(0, firstDifference(left, right) - BEFORE);
    const isLong = [left, right].some((it) => typeof it === 'string' && it.length > 30);
    const line = isLong ? 'long' : '';
    return html`<span class=${line}>${this.#text(node, left, from, 'a')}</span>
      <span class=${line}
        ><span class="muted">→ </span>${this.#text(node, right, from, 'b')}</span
      >`;
  }

  #text(node: DiffNode, value: Json | undefined, from: number, side: string): TemplateResult {
    if (value === undefined) return html`<span class="muted">nothing</span>`;
    if (isContainer(value)) {
      const count = Object.keys(value).length;
      const text = Array.isArray(value) ? `[${count}]` : `{${count}}`;
      return html`<span class="text ${side}">${text}</span>`;
    }
    if (typeof value !== 'string' || value.length <= LONG || this.#whole.has(node)) {
      return html`<span class="text ${side}">${JSON.stringify(value)}</span>`;
    }
    const cut = JSON.stringify(value.slice(from, from + LONG));
    return html`<span class="text ${side}"
        >${from > 0 ? '…' : ''}${cut}${from + LONG < value.length ? '…' : ''}</span
      >
      <button class="quiet more" @click=${() => this.#toggle(this.#whole, node)}>
        all ${value.length.toLocaleString('en')} characters
      </button>`;
  }

  #toggle(set: Set<DiffNode>, node: DiffNode): void {
    if (!set.delete(node)) set.add(node);
    this.requestUpdate();
  }
}

const CLASSES: Readonly<Record<Sign, string>> = {
  '+': 'added',
  '-': 'removed',
  '~': 'changed',
  '=': 'equal',
  '≈': 'equal',
};

function signed(sign: Sign): TemplateResult {
  return html`<span class="sign ${CLASSES[sign]}" title=${WORDS[sign]}
    ><span aria-hidden="true">${sign === '=' ? ' ' : sign}</span
    ><span class="hidden-text">${WORDS[sign]}</span></span
  >`;
}

function name(node: DiffNode): TemplateResult | typeof nothing {
  if (node.name === '') return nothing;
  return html`<span class="name">${node.name}</span><span class="muted">: </span>`;
}

function inner(value: Json | null): TemplateResult {
  return html`<div class="children">
    <hs-json .value=${value ?? undefined} .at=${''}></hs-json>
  </div>`;
}

/** What differs is seen at once, as far as it is not too much. */
function openAtFirst(root: DiffNode): Set<DiffNode> {
  const open = new Set(root.sign === '=' ? [] : [root]);
  let count = 0;
  for (const node of open) {
    for (const child of node.children ?? []) {
      if (child.changes > 0 && ++count > OPEN_AT_FIRST) return open;
      if (child.children && child.changes > 0) open.add(child);
    }
  }
  return open;
}

function firstDifference(left: Json | undefined, right: Json | undefined): number {
  if (typeof left !== 'string' || typeof right !== 'string') return 0;
  const most = Math.min(left.length, right.length);
  let at = 0;
  while (at < most && left[at] === right[at]) at++;
  return at;
}

customElements.define('hs-json-diff', DiffTree);
