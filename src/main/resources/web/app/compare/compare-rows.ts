import { html, nothing, type TemplateResult } from 'lit';
import { oncePerFrame } from '../base/frame';
import { View } from '../base/view';
import { prepared } from '../chart/canvas';
import type { RowList, Rows } from '../list/rows';
import { statusIcon } from '../look/status';
import { painted } from '../look/theme';
import { adjust, go, href, route } from '../route/router';
import type { Comparison } from './comparison';
import { signed } from './delta';
import { HEAD, paintHead, paintRows, ROW, type Scene } from './painting';
import type { Step } from './pairing';
import type { Kind, Row } from './rows';
import '../list/rows';

/** How what differs is told by a sign and in words. */
const SIGNS: Readonly<Record<Kind, readonly [sign: string, words: string]>> = {
  a: ['A', 'only in A'],
  b: ['B', 'only in B'],
  changed: ['~', 'differs: '],
  time: ['Δ', 'only the time differs'],
  same: ['=', 'no difference'],
};

/** Steps of both executions, a row for each: its name, two bars, and how much longer it took in B. */
class CompareRows extends View {
  static override properties = {
    comparison: { attribute: false },
    rows: { attribute: false },
  };

  declare comparison: Comparison;
  declare rows: readonly Row[];

  #top = 0;
  readonly #draw = oncePerFrame(() => this.#paint());
  readonly #sizes = new ResizeObserver(() => this.#draw());

  constructor() {
    super();
    this.watch(painted);
    this.watch(route);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
    this.until(() => this.#sizes.disconnect());
  }

  protected override updated(): void {
    this.#draw();
  }

  get list(): RowList | null {
    return this.querySelector<RowList>('hs-rows');
  }

  get #selected(): string {
    return route.value.query.get('row') ?? '';
  }

  /** Brings the selected row in sight. */
  protected override async firstUpdated(): Promise<void> {
    await this.list?.updateComplete;
    const index = this.rows.findIndex((it) => it.id === this.#selected);
    if (index >= 0) this.list?.reveal(index);
  }

  #paint(): void {
    const scroller = this.list?.scroller;
    const bars = this.querySelector<HTMLElement>('.cmp-bars');
    const column = this.querySelector<HTMLElement>('.cmp-axis');
    if (!scroller || !bars || !column) return;
    // As wide as the column is in the rows, which a scroll bar may make narrower than the head.
    const width =
      column.clientWidth - (column.parentElement?.clientWidth ?? 0) + scroller.clientWidth;
    const height = scroller.clientHeight;
    if (width < 10) return;
    bars.style.left = `${column.offsetLeft}px`;
    const { a, b, asOf } = this.comparison;
    const scene: Scene = { rows: this.rows, a, b, asOf, width, height };
    const head = prepared(column.querySelector('canvas') as HTMLCanvasElement, width, HEAD);
    if (head) paintHead(head, scene);
    const pen = prepared(bars.querySelector('canvas') as HTMLCanvasElement, width, height);
    if (pen) paintRows(pen, scene, this.#top);
  }

  protected override render(): TemplateResult {
    const { rows } = this;
    const shown: Rows = {
      count: rows.length,
      height: ROW,
      label: 'Steps of A and B',
      key: (i) => rows[i]?.id ?? '',
      row: (i) => this.#row(rows[i] as Row),
    };
    return html`<div class="cmp-rows">
      <div class="row cmp-head" aria-hidden="true">
        <span></span><span class="muted">Step, A above B</span>
        <span class="cmp-axis"><canvas></canvas></span>
        <span class="muted num">B − A</span>
      </div>
      <div class="cmp-body">
        <hs-rows
          id="pair"
          .rows=${shown}
          .selected=${this.#selected}
          @pick=${(e: CustomEvent<string>) => adjust({ row: e.detail })}
          @open=${(e: CustomEvent<string>) => this.#open(e.detail)}
          @scrolled=${(e: CustomEvent<number>) => {
            this.#top = e.detail;
            this.#draw();
          }}
        ></hs-rows>
        <div class="cmp-bars"><canvas aria-hidden="true"></canvas></div>
      </div>
    </div>`;
  }

  #open(id: string): void {
    const { a, b } = this.comparison;
    const row = this.rows.find((it) => it.id === id);
    if (row) go(href('execution', row.a ? a.id : b.id, { step: id }));
  }

  #row(row: Row): TemplateResult {
    const { a, b, kind, delta } = row;
    const [sign, words] = SIGNS[kind];
    const told = words + row.what.join(', ');
    return html`<span role="gridcell" class="sign ${kind}" aria-label=${told} title=${told}
        >${sign}</span
      >
      <span role="gridcell" class="cmp-name">
        ${
          route.value.query.get('sort') === 'order'
            ? html`<span .style=${`width:${Math.min(row.depth, 8) * 12}px`}></span>`
            : nothing
        }
        ${a ? statusIcon(a.status) : nothing}
        ${b && b.status !== a?.status ? statusIcon(b.status) : nothing} ${label(row)} ${counts(row)}
      </span>
      <span role="gridcell"></span>
      <span role="gridcell" class="num ${kind === 'same' ? 'muted' : ''}"
        >${delta === null ? '–' : signed(delta)}</span
      >`;
  }
}

/** What both say, once if it is the same. */
function both(row: Row, say: (step: Step) => string | number | null): string {
  const said = [row.a, row.b].map((it) => it && say(it));
  return [...new Set(said.filter((it) => it !== null))].join(' / ');
}

/** The name with the number of the iteration. */
export function names(row: Row): string {
  return both(row, ({ name, iteration }) => (iteration === null ? name : `${name} #${iteration}`));
}

/** What tells long names from each other stands at their end, which is not cut. */
function label(row: Row): TemplateResult {
  const name = both(row, (it) => it.name);
  const at = name.length > 24 ? name.length - 10 : name.length;
  return html`<span class="cmp-label" title=${names(row)}
    ><span class="cut">${name.slice(0, at)}</span>${name.slice(at)}</span
  >`;
}

/** Apart from the name, so that they are read where that is cut. */
function counts(row: Row): TemplateResult {
  const iteration = both(row, (it) => it.iteration);
  const attempts = both(row, (it) => it.attempts.length);
  return html`${iteration ? html`<span class="num">#${iteration}</span>` : nothing}
  ${attempts === '1' ? nothing : html`<span class="num muted" title="Attempts">↻ ${attempts}</span>`}`;
}

customElements.define('hs-compare-rows', CompareRows);
export type { CompareRows };
