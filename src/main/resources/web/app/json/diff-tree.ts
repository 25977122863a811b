import { html, nothing, type TemplateResult } from 'lit';
import type { Json } from '../api/types';
import { View } from '../base/view';
import { count, counted } from '../look/amounts';
import { isContainer } from './container';
import { jsonDiff, type DiffNode, type JsonDiff, type Sign } from './json-diff';
import './json-tree';

const MANY = 100;
const LONG = 240;
/** Characters before the first that differs, so that it is in sight in a long text. */
const BEFORE = 40;
const OPEN_AT_FIRST = 120;

/** How what differs is told in words, and the class of its style. */
const WORDS: Readonly<Record<Sign, readonly [words: string, style: string]>> = {
  '+': ['only in B', 'added'],
  '-': ['only in A', 'removed'],
  '~': ['changed', 'changed'],
  '=': ['equal', 'equal'],
  '≈': ['ignored', 'equal'],
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
  /** What is shown with its equal parts, or uncut. */
  #whole = new Set<DiffNode>();
  #shown = new Map<DiffNode, number>();

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (this.#diff && changed.size === 0) return;
    this.#diff = jsonDiff(this.left, this.right, this.ignoring);
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
    const { sign, children, left, right, changes } = node;
    const style = children ? '' : WORDS[sign][1];
    const whole = isContainer(left) ? left : right;
    if (!children && (!isContainer(whole) || sign === '~')) {
      return html`<div class="leaf ${style}">
        ${signed(sign)}${name(node)}${this.#values(node)}
      </div>`;
    }
    const isOpen = this.#open.has(node);
    const told = children
      ? counted(changes, 'change')
      : `${size(whole)} ${sign === '=' ? 'equal' : ''}`;
    const inside = (): TemplateResult =>
      children
        ? this.#children(node, children)
        : html`<div class="children"><hs-json .value=${whole} .at=${''}></hs-json></div>`;
    return html`<div class="branch ${style}">
      <button
        class="quiet"
        aria-expanded=${isOpen ? 'true' : 'false'}
        @click=${() => this.#toggle(this.#open, node)}
      >
        ${signed(sign)}<span class="arrow">${isOpen ? '▾' : '▸'}</span>${name(node)}<span
          class="muted"
          >${told}</span
        >
      </button>
      ${isOpen ? inside() : nothing}
    </div>`;
  }

  #children(node: DiffNode, all: readonly DiffNode[]): TemplateResult {
    const isShown = this.#whole.has(node);
    const differing = all.filter((it) => it.changes > 0);
    const equal = all.length - differing.length;
    const listed = isShown ? all : differing;
    const shown = this.#shown.get(node) ?? MANY;
    const word = this.ignoring ? 'equal or ignored' : 'equal';
    return html`<div class="children">
      ${listed.slice(0, shown).map((it) => this.#node(it))}
      ${more(listed.length - shown, 'more', () => {
        this.#shown.set(node, shown + MANY * 5);
        this.requestUpdate();
      })}
      ${more(equal, isShown ? `${word}, fold` : word, () => this.#toggle(this.#whole, node))}
    </div>`;
  }

  #values(node: DiffNode): TemplateResult {
    const { sign, left, right } = node;
    if (sign !== '~' && sign !== '≈') {
      const [value, side] = sign === '+' ? [right, 'b'] : [left, sign === '-' ? 'a' : ''];
      return this.#text(node, value, 0, side);
    }
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
    const isCut = typeof value === 'string' && value.length > LONG && !this.#whole.has(node);
    const text = isCut
      ? `${from > 0 ? '…' : ''}${JSON.stringify(value.slice(from, from + LONG))}…`
      : isContainer(value)
        ? size(value)
        : JSON.stringify(value);
    return html`<span class="text ${side}">${text}</span> ${
        isCut ? more(value.length, 'characters', () => this.#toggle(this.#whole, node)) : nothing
      }`;
  }

  #toggle(set: Set<DiffNode>, node: DiffNode): void {
    if (!set.delete(node)) set.add(node);
    this.requestUpdate();
  }
}

function signed(sign: Sign): TemplateResult {
  const [words, style] = WORDS[sign];
  return html`<span class="sign ${style}" role="img" aria-label=${words} title=${words}
    >${sign === '=' ? ' ' : sign}</span
  >`;
}

/** Something of which there is more, if there is. */
function more(n: number, what: string, click: () => void): TemplateResult | typeof nothing {
  if (n <= 0) return nothing;
  return html`<button class="quiet more muted" @click=${click}>
    … ${count(n)} ${what}
  </button>`;
}

/** How much is in an object or array, as `{3}` or `[3]`. */
function size(value: Json | undefined): string {
  return Array.isArray(value) ? `[${value.length}]` : `{${Object.keys(value ?? {}).length}}`;
}

function name(node: DiffNode): TemplateResult | typeof nothing {
  if (node.name === '') return nothing;
  return html`<span class="name">${node.name}</span><span class="muted">: </span>`;
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
