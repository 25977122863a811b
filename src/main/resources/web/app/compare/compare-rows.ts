import { html, nothing, type TemplateResult } from 'lit';
import { statusWord } from '../api/status';
import { oncePerFrame } from '../base/frame';
import { View } from '../base/view';
import { prepared } from '../chart/canvas';
import type { RowList, Rows } from '../list/rows';
import { statusIcon } from '../look/status';
import { painted } from '../look/theme';
import { duration } from '../time/duration';
import type { Side } from './comparison';
import { signed } from './delta';
import { HEAD, paintHead, paintRows, ROW, type Scene } from './painting';
import type { Step } from './pairing';
import type { Kind, Row } from './rows';
import '../list/rows';

const SIGNS: Readonly<Record<Kind, string>> = {
  a: 'A',
  b: 'B',
  changed: '~',
  time: 'Δ',
  same: '=',
};

/** Steps of both executions, a row for each: its name, two bars, and how much longer it took in B. */
class CompareRows extends View {
  static override properties = {
    rows: { attribute: false },
    a: { attribute: false },
    b: { attribute: false },
    nowMs: { attribute: false },
    selected: { attribute: false },
    nested: { attribute: false },
  };

  declare rows: readonly Row[];
  declare a: Side;
  declare b: Side;
  declare nowMs: number;
  declare selected: string;
  /** Whether children stand below their parents. */
  declare nested: boolean;

  #top = 0;
  readonly #draw = oncePerFrame(() => this.#paint());
  readonly #sizes = new ResizeObserver(() => this.#draw());

  constructor() {
    super();
    this.rows = [];
    this.nowMs = 0;
    this.selected = '';
    this.nested = false;
    this.watch(painted);
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

  /** Brings the selected row in sight. */
  protected override async firstUpdated(): Promise<void> {
    await this.list?.updateComplete;
    const index = this.rows.findIndex((it) => it.id === this.selected);
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
    const { rows, a, b, nowMs } = this;
    const scene: Scene = { rows, a, b, nowMs, width, height };
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
        <span class="muted num c-len">A</span><span class="muted num c-len">B</span>
        <span class="muted num">B − A</span>
      </div>
      <div class="cmp-body">
        <hs-rows
          id="pair"
          .rows=${shown}
          .selected=${this.selected}
          @pick=${(e: CustomEvent<string>) => this.#pass(e)}
          @open=${(e: CustomEvent<string>) => this.#pass(e)}
          @scrolled=${(e: CustomEvent<number>) => {
            this.#top = e.detail;
            this.#draw();
          }}
        ></hs-rows>
        <div class="cmp-bars"><canvas aria-hidden="true"></canvas></div>
      </div>
    </div>`;
  }

  #pass(event: CustomEvent<string>): void {
    event.stopPropagation();
    this.dispatchEvent(new CustomEvent(event.type, { detail: event.detail }));
  }

  #row(row: Row): TemplateResult {
    const { a, b, kind, delta } = row;
    const told = tell(row);
    return html`<span role="gridcell" class="sign ${kind}" title=${told}
        ><span aria-hidden="true">${SIGNS[kind]}</span
        ><span class="hidden-text">${told}</span></span
      >
      <span role="gridcell" class="cmp-name">
        ${this.nested ? html`<span .style=${`width:${Math.min(row.depth, 8) * 12}px`}></span>` : nothing}
        ${a ? statusIcon(a.status) : nothing}
        ${b && b.status !== a?.status ? statusIcon(b.status) : nothing} ${label(row)} ${counts(row)}
      </span>
      <span role="gridcell" class="cmp-lane"></span>
      <span role="gridcell" class="num c-len">${duration(row.lengthA)}</span>
      <span role="gridcell" class="num c-len">${duration(row.lengthB)}</span>
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

function tell({ kind, what, a, b }: Row): string {
  switch (kind) {
    case 'a':
      return `only in A, ${statusWord((a as Step).status)}`;
    case 'b':
      return `only in B, ${statusWord((b as Step).status)}`;
    case 'changed':
      return `differs: ${what.join(', ')}`;
    case 'time':
      return 'only the time differs';
    default:
      return 'no difference';
  }
}

customElements.define('hs-compare-rows', CompareRows);
export type { CompareRows };
