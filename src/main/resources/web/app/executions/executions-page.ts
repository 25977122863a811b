import { html, nothing, type TemplateResult } from 'lit';
import { key } from '../api/key';
import type { ExecutionItem } from '../api/types';
import { View } from '../base/view';
import type { RowList, Rows } from '../list/rows';
import { isOver } from '../api/status';
import { icon } from '../look/icons';
import { adjust, go, href, restoredScroll, route } from '../route/router';
import { onKeys } from '../shell/keys';
import { now } from '../time/clock';
import { zone } from '../time/zone';
import { dropAll } from './filter-bar';
import { filterOf, rangeStart } from './filter';
import { runRow } from './row';
import { list } from './run-list';
import { refreshUsual, usual } from './usual';
import '../list/rows';
import './filter-bar';
import './peek';
import type { Strip } from './strip';
import './strip';

const ROW = 32;

/** Home: what ran, what runs. */
class ExecutionsPage extends View implements Rows {
  readonly height = ROW;
  readonly label = 'Executions, newest first';
  #loaded: string | null = null;
  #first = true;
  #range: { from: number; to: number } | null = null;

  constructor() {
    super();
    this.watch(route);
    this.watch(zone);
    this.watch(usual);
    this.watch(list.changed);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = 'Executions · Hindsight';
    this.until(key.subscribe(() => this.#load(true)));
    this.until(() => list.stop());
    this.until(
      onKeys({
        '.': () => list.takeIn(),
        j: () => this.#list?.move(1),
        k: () => this.#list?.move(-1),
        Enter: () => this.#open(route.value.query.get('sel') ?? ''),
        ' ': () => this.#togglePeek(),
        Escape: () => adjust(route.value.query.has('peek') ? { peek: '' } : { sel: '' }),
      }),
    );
    // Lengths of what runs grow by themselves.
    const timer = setInterval(() => {
      if (list.rows.some((it) => !isOver(it.status))) this.requestUpdate();
      this.querySelector<Strip>('hs-strip')?.refresh();
    }, 1_000);
    this.until(() => clearInterval(timer));
  }

  get #list(): RowList | null {
    return this.querySelector<RowList>('hs-rows');
  }

  get count(): number {
    return list.rows.length;
  }

  key(index: number): string {
    return list.rows[index]?.id ?? '';
  }

  row(index: number): TemplateResult {
    const run = list.rows[index] as ExecutionItem;
    return runRow(run, usual.value.get(run.workflowId));
  }

  mark(index: number): string {
    const id = this.key(index);
    return (list.isGone(id) ? 'gone ' : '') + (list.isLit(id) ? 'lit' : '');
  }

  #load(anew = false): void {
    const filter = filterOf(route.value.query);
    const asked = JSON.stringify([...filter]);
    if (asked === this.#loaded && !anew) return;
    this.#loaded = asked;
    this.#range = null;
    const scroll = restoredScroll();
    const first = this.#first && !anew;
    this.#first = false;
    const ready = first && list.resume(filter) ? Promise.resolve() : list.load(filter);
    void ready.then(async () => {
      void refreshUsual();
      await this.updateComplete;
      await this.#list?.updateComplete;
      const scroller = this.#list?.scroller;
      if (scroller && scroll) scroller.scrollTop = scroll;
    });
  }

  protected override willUpdate(): void {
    if (route.value.place !== 'executions') return;
    this.#load();
    if (!this.#range && !list.loading) this.#range = this.#rangeOf();
  }

  /** As asked for; else from the oldest of the first page until now, or until the newest. */
  #rangeOf(): { from: number; to: number } {
    const { filter, rows } = list;
    const asked = Date.parse(filter.get('to') ?? '');
    const newest = rows[0] ? Date.parse(rows[0].startedAt) : now();
    const oldest = rows.at(-1) ? Date.parse((rows.at(-1) as ExecutionItem).startedAt) : now();
    const fresh = now() - newest < 86_400_000 || filter.has('last');
    const to = Number.isFinite(asked) ? asked : fresh ? now() : newest + 60_000;
    const from = rangeStart(filter, now()) ?? Math.min(oldest, to - 3_600_000);
    return { from: Math.floor(from / 60_000) * 60_000, to };
  }

  protected override render(): TemplateResult {
    const selected = route.value.query.get('sel') ?? '';
    const peeked = selected !== '' && route.value.query.has('peek');
    return html`<div class="executions">
      <hs-strip
        .from=${this.#range?.from ?? 0}
        .to=${this.#range?.to ?? 0}
        .workflow=${list.filter.get('workflow') ?? ''}
      ></hs-strip>
      <hs-filter-bar .counts=${list.counts}></hs-filter-bar>
      <div class="beside ${peeked ? 'peeking' : ''}">
        <div class="listing">
          <div class="row head" aria-hidden="true">
            <span></span><span>Workflow</span><span class="c-id">Id</span
            ><span class="c-start">Started</span><span class="c-ago"></span
            ><span class="c-duration">Duration</span><span class="c-bar"></span
            ><span class="c-attempt"></span><span class="c-trigger">Trigger</span
            ><span class="c-error">Error</span>
          </div>
          ${
            list.waiting > 0
              ? html`<button class="pill" @click=${() => list.takeIn()}>
                  ${icon('up')} ${list.waiting} new
                </button>`
              : nothing
          }
          ${this.#body()}
        </div>
        ${peeked ? html`<hs-peek .execution=${selected}></hs-peek>` : nothing}
      </div>
    </div>`;
  }

  #togglePeek(): void {
    const { query } = route.value;
    if (query.has('peek')) adjust({ peek: '' });
    else if (query.has('sel')) adjust({ peek: '1' });
    else if (list.rows[0]) adjust({ sel: list.rows[0].id, peek: '1' });
  }

  #body(): TemplateResult {
    if (list.problem) {
      const { title, detail, status, requestId, message } = list.problem;
      return html`<div class="notice" role="alert">
        <strong>${title || message}</strong>
        <p>${detail}</p>
        <p class="num">${status || ''} ${requestId}</p>
        <button @click=${() => this.#load(true)}>${icon('retry')} Try again</button>
      </div>`;
    }
    if (list.loading && list.rows.length === 0) {
      return html`<div class="waiting" aria-busy="true">
        ${Array.from({ length: 12 }, () => html`<div class="skeleton"></div>`)}
      </div>`;
    }
    if (list.rows.length === 0) return this.#empty();
    return html`<hs-rows
      id="run"
      .rows=${
        {
          count: this.count,
          height: ROW,
          label: this.label,
          key: (i: number) => this.key(i),
          row: (i: number) => this.row(i),
          mark: (i: number) => this.mark(i),
        } satisfies Rows
      }
      .selected=${route.value.query.get('sel') ?? ''}
      @pick=${(e: CustomEvent<string>) => this.#pick(e.detail)}
      @open=${(e: CustomEvent<string>) => this.#open(e.detail)}
      @scrolled=${(e: CustomEvent<number>) => this.#scrolled(e.detail)}
    ></hs-rows>`;
  }

  #empty(): TemplateResult {
    return list.filter.size > 0
      ? html`<div class="notice">
          <strong>Nothing matches</strong>
          <p>No execution has all of what the filters above ask for.</p>
          <button @click=${dropAll}>Drop the filters</button>
        </div>`
      : html`<div class="notice">
          <strong>Nothing ran yet</strong>
          <p>Executions appear here as engines report them to <code>/api/v1/executions</code>.</p>
        </div>`;
  }

  #pick(id: string): void {
    list.untouched = false;
    adjust({ sel: id });
  }

  #open(id: string): void {
    if (id) go(href('execution', id));
  }

  #scrolled(top: number): void {
    list.untouched = top === 0 && !route.value.query.get('sel');
    const left = list.rows.length * ROW - top - (this.#list?.clientHeight ?? 0);
    if (left < ROW * 40) void list.more();
  }
}

customElements.define('hs-executions-page', ExecutionsPage);
