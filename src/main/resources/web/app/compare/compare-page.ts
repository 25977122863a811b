import { html, nothing, type TemplateResult } from 'lit';
import { key } from '../api/key';
import { View } from '../base/view';
import { failed } from '../look/failed';
import { adjust, route } from '../route/router';
import { onKeys } from '../shell/keys';
import { zone } from '../time/zone';
import { compareHead } from './compare-head';
import type { CompareRows } from './compare-rows';
import { Comparison } from './comparison';
import { skeleton } from './picker';
import { chosen, rowsOf, type Row } from './rows';
import { toolbar } from './toolbar';
import './compare-detail';
import './compare-rows';

/** Two executions, step by step. */
class ComparePage extends View {
  #comparison: Comparison | null = null;
  #asked = '';
  #all: readonly Row[] | null = null;
  #rows: readonly Row[] = [];

  constructor() {
    super();
    this.watch(route);
    this.watch(zone);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = 'Compare · Hindsight';
    this.until(key.subscribe(() => this.#load()));
    this.until(() => this.#end());
    this.until(
      onKeys({
        s: () => this.#swap(),
        j: () => this.#table?.list?.move(1),
        k: () => this.#table?.list?.move(-1),
        Escape: () => adjust({ row: '' }),
      }),
    );
  }

  get #table(): CompareRows | null {
    return this.querySelector<CompareRows>('hs-compare-rows');
  }

  #end(): void {
    this.#comparison?.stop();
    this.#comparison = null;
  }

  #load(): void {
    this.#end();
    const { query } = route.value;
    const [a, b] = [query.get('a'), query.get('b')];
    if (a && b) {
      this.#comparison = new Comparison(a, b);
      this.#comparison.changed.subscribe(() => this.requestUpdate());
      void this.#comparison.load();
    }
    this.#asked = '';
    this.requestUpdate();
  }

  protected override willUpdate(): void {
    const { place, query } = route.value;
    if (place !== 'compare') return;
    const known = this.#comparison;
    const [a, b] = [query.get('a') ?? '', query.get('b') ?? ''];
    if (known ? a !== known.idA || b !== known.idB : a && b) this.#load();
    this.#choose();
  }

  /** Rows are made anew only when something they are made of is another. */
  #choose(): void {
    const { query } = route.value;
    const comparison = this.#comparison;
    const [all, sort, ignore] = [query.has('all'), query.get('sort'), query.has('ignore')];
    const asked = [comparison?.changed.value, all, sort, ignore].join();
    if (asked === this.#asked) return;
    this.#asked = asked;
    const pairs = comparison?.pairs;
    this.#all = pairs ? rowsOf(pairs, comparison.told, ignore, comparison.asOf) : null;
    this.#rows = chosen(this.#all ?? [], all, sort !== 'order');
  }

  protected override render(): TemplateResult {
    const comparison = this.#comparison;
    if (!comparison) return html`<hs-compare-picker></hs-compare-picker>`;
    const { query } = route.value;
    const side = [comparison.a, comparison.b].find((it) => it.problem);
    return html`<div class="run compare">
      ${compareHead(comparison, () => this.#load())}
      ${toolbar(comparison, this.#all?.length, this.#rows.length, () => this.#swap())}
      ${
        side?.problem
          ? failed(side.problem, () => this.#load(), `${side.letter} could not be read`)
          : html`<div class="run-body">
              <div class="run-view">${this.#body(comparison)}</div>
              <hs-compare-detail
                .comparison=${comparison}
                .row=${this.#selected}
                .stamp=${comparison.changed.value}
                .ignoring=${query.has('ignore')}
              ></hs-compare-detail>
            </div>`
      }
    </div>`;
  }

  get #selected(): Row | null {
    return this.#all?.find((it) => it.id === route.value.query.get('row')) ?? null;
  }

  #body(comparison: Comparison): TemplateResult {
    if (!this.#all) return skeleton();
    if (this.#rows.length === 0) return empty(this.#all.length);
    return html`<hs-compare-rows .comparison=${comparison} .rows=${this.#rows}></hs-compare-rows>`;
  }

  /** A becomes B; what was chosen by a word is told by its id then. */
  #swap(): void {
    const { a, b } = this.#comparison ?? {};
    if (!a || !b?.execution) return;
    const row = this.#selected;
    adjust({ a: b.id, b: a.id, row: row?.b?.key ?? row?.id ?? '' });
  }
}

function empty(all: number): TemplateResult {
  return html`<div class="notice">
    <strong>No ${all ? 'differences' : 'steps'}</strong>
    ${
      all
        ? html`<p>All steps went the same way and took about as long.</p>
            <button @click=${() => adjust({ all: '1' })}>Show all steps</button>`
        : nothing
    }
  </div>`;
}

customElements.define('hs-compare-page', ComparePage);
