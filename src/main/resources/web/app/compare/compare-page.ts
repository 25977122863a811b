import { html, type TemplateResult } from 'lit';
import { key } from '../api/key';
import { View } from '../base/view';
import { adjust, go, href, route } from '../route/router';
import { onKeys } from '../shell/keys';
import { zone } from '../time/zone';
import { compareHead, wallTime } from './compare-head';
import type { CompareRows } from './compare-rows';
import { Comparison, type Side } from './comparison';
import type { Run } from './painting';
import { chosen, rowsOf, type Row } from './rows';
import { failed } from '../look/failed';
import { toolbar } from './toolbar';
import './compare-detail';
import './compare-rows';
import './picker';

/** Two executions, step by step. */
class ComparePage extends View {
  #comparison: Comparison | null = null;
  #unwatch: (() => void) | null = null;
  #asked: readonly unknown[] = [];
  #all: readonly Row[] | null = null;
  #rows: readonly Row[] = [];
  #revealed = false;

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
    this.#unwatch?.();
    this.#comparison?.stop();
    this.#comparison = null;
  }

  #load(): void {
    this.#end();
    const { query } = route.value;
    const [a, b] = [query.get('a') ?? '', query.get('b') ?? ''];
    if (a && b) {
      this.#comparison = new Comparison(a, b);
      this.#unwatch = this.#comparison.changed.subscribe(() => this.requestUpdate());
      void this.#comparison.load();
    }
    this.#revealed = false;
    this.requestUpdate();
  }

  protected override willUpdate(): void {
    const { place, query } = route.value;
    if (place !== 'compare') return;
    const known = this.#comparison;
    if (
      (query.get('a') ?? '') !== (known?.idA ?? '') ||
      (query.get('b') ?? '') !== (known?.idB ?? '')
    ) {
      if (known || (query.get('a') && query.get('b'))) this.#load();
    }
    this.#choose();
  }

  /** Rows are made anew only when something they are made of is another. */
  #choose(): void {
    const { query } = route.value;
    const comparison = this.#comparison;
    const [all, sort, ignore] = [query.has('all'), query.get('sort'), query.has('ignore')];
    const asked = [comparison?.pairs, comparison?.told, comparison?.isKnown, all, sort, ignore];
    if (asked.every((it, i) => it === this.#asked[i]) && asked.length === this.#asked.length)
      return;
    this.#asked = asked;
    const { pairs } = comparison ?? {};
    this.#all =
      comparison && pairs ? rowsOf(pairs, comparison.told, ignore, comparison.asOf) : null;
    this.#rows = chosen(this.#all ?? [], all, sort !== 'order');
  }

  protected override updated(): void {
    if (this.#revealed || this.#rows.length === 0 || !route.value.query.has('row')) return;
    this.#revealed = true;
    void this.#table?.updateComplete.then(async () => {
      await this.#table?.list?.updateComplete;
      this.#table?.reveal();
    });
  }

  protected override render(): TemplateResult {
    const comparison = this.#comparison;
    if (!comparison) return html`<hs-compare-picker></hs-compare-picker>`;
    const { query } = route.value;
    const row = this.#all?.find((it) => it.id === query.get('row')) ?? null;
    return html`<div class="run compare">
      ${compareHead(comparison, () => this.#load())}
      ${toolbar(comparison, this.#all, this.#rows.length, () => this.#swap())}
      ${
        this.#problem(comparison) ??
        html`<div class="run-body">
          <div class="run-view">${this.#body(comparison)}</div>
          <hs-compare-detail
            .comparison=${comparison}
            .row=${row}
            .stamp=${comparison.changed.value}
            .ignoring=${query.has('ignore')}
          ></hs-compare-detail>
        </div>`
      }
    </div>`;
  }

  /** Without both of them there is nothing to compare. */
  #problem({ a, b }: Comparison): TemplateResult | null {
    const side = [a, b].find((it) => it.problem);
    if (!side?.problem) return null;
    return failed(side.problem, () => this.#load(), `${side.letter} could not be read`);
  }

  #body(comparison: Comparison): TemplateResult {
    const { a, b } = comparison;
    const side = [a, b].find((it) => it.stepsProblem);
    if (side?.stepsProblem) {
      return failed(
        side.stepsProblem,
        () => this.#load(),
        `The steps of ${side.letter} could not be read`,
      );
    }
    const all = this.#all;
    if (!all) {
      return html`<div class="waiting" aria-busy="true">
        ${Array.from({ length: 10 }, () => html`<div class="skeleton"></div>`)}
      </div>`;
    }
    if (this.#rows.length === 0) return empty(all.length);
    return html`<hs-compare-rows
      .rows=${this.#rows}
      .a=${runOf(a, comparison)}
      .b=${runOf(b, comparison)}
      .nowMs=${comparison.asOf}
      .nested=${route.value.query.get('sort') === 'order'}
      .selected=${route.value.query.get('row') ?? ''}
      @pick=${(e: CustomEvent<string>) => adjust({ row: e.detail })}
      @open=${(e: CustomEvent<string>) => this.#open(e.detail)}
    ></hs-compare-rows>`;
  }

  #open(id: string): void {
    const row = this.#rows.find((it) => it.id === id);
    const side = row?.a ? this.#comparison?.a : this.#comparison?.b;
    const step = row?.a ?? row?.b;
    if (side && step) go(href('execution', side.id, { step: step.key }));
  }

  /** A becomes B; what was chosen by a word is told by its id then. */
  #swap(): void {
    const comparison = this.#comparison;
    if (!comparison?.b.execution) return;
    const row = this.#all?.find((it) => it.id === route.value.query.get('row'));
    const swapped = comparison.swapped();
    if (swapped) {
      this.#end();
      this.#comparison = swapped;
      this.#revealed = false;
    }
    adjust({ a: comparison.b.id, b: comparison.idA, row: row?.b?.key ?? row?.id ?? '' });
  }
}

function runOf(side: Side, { asOf }: Comparison): Run {
  const { start, execution, end } = side;
  const begun = execution ? Date.parse(execution.startedAt) : start;
  const took = wallTime(execution, asOf) ?? 0;
  const length = Math.max(end - start, begun - start + took, runningTo(side, asOf));
  return { start, took, length, status: execution?.status ?? 'pending' };
}

/** What still runs is seen until now. */
function runningTo({ steps, start }: Side, asOf: number): number {
  return steps?.some((it) => it.status === 'running') ? asOf - start : 0;
}

function empty(all: number): TemplateResult {
  if (all === 0) {
    return html`<div class="notice">
      <strong>No steps</strong>
      <p>Neither execution reported any.</p>
    </div>`;
  }
  return html`<div class="notice">
    <strong>No differences</strong>
    <p>All ${all.toLocaleString('en')} steps went the same way and took about as long.</p>
    <button @click=${() => adjust({ all: '1' })}>Show all steps</button>
  </div>`;
}

customElements.define('hs-compare-page', ComparePage);
