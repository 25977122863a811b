import { html, nothing, type TemplateResult } from 'lit';
import { key } from '../api/key';
import { isOver } from '../api/status';
import { View } from '../base/view';
import { rowKeys, type RowList, type Rows } from '../list/rows';
import { liveState } from '../live/channel';
import { rowHeight } from '../look/density';
import { failed } from '../look/failed';
import { icon } from '../look/icons';
import { adjust, go, href, restoredScroll, route } from '../route/router';
import { onKeys } from '../shell/keys';
import { bringLater } from '../shell/screens';
import { zone } from '../time/zone';
import { filterOf, renamed, unknownIn } from './filter';
import { listFoot } from './foot';
import { markBar, markOf, pressIn, toggleMark } from './marks';
import { rangeOf } from './range';
import { roomy } from './requests';
import { ROW_HEAD, runRow } from './row';
import { list } from './run-list';
import { emptyList, LOADING, unknownNotice } from './states';
import { known, refreshKnown } from './known';
import '../list/rows';
import './filter-bar';
import type { Range, Strip } from './strip';
import './strip';

/** Where rows are cards of two lines. */
const narrow = matchMedia('(max-width: 639.9px)');

/** Home: what ran, what runs. */
class ExecutionsPage extends View {
  #loaded: string | null = null;
  #first = true;
  #range: Range = { from: 0, to: 0 };
  #news = '';

  constructor() {
    super();
    this.watch(route);
    this.watch(zone);
    this.watch(known);
    this.watch(list.changed);
    this.watch(liveState);
    this.watch(rowHeight);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = 'Executions · Hindsight';
    list.untouched = () => this.#untouched();
    this.until(key.subscribe(() => this.#load(true)));
    this.until(() => list.stop());
    this.until(
      onKeys({
        '.': () => this.#takeIn(),
        ...rowKeys(() => this.#list),
        x: () => toggleMark(this.#selected),
        Enter: () => this.#open(this.#selected),
        ' ': () => this.#togglePeek(),
        Escape: () => this.#leave(),
      }),
    );
    const redraw = (): void => this.requestUpdate();
    for (const media of [narrow, roomy]) {
      media.addEventListener('change', redraw);
      this.until(() => media.removeEventListener('change', redraw));
    }
    this.#each(1_000, () => {
      // Lengths of what runs grow by themselves, and so does the age of what was heard last.
      if (list.rows.some((it) => !isOver(it.status)) || liveState.value === 'lost') redraw();
      this.querySelector<Strip>('hs-strip')?.refresh();
      list.enter();
    });
    this.#each(10_000, () => {
      const { news: heard } = list.held;
      const news = [...heard].map(([what, times]) => `${times} ${what}`).join(', ');
      heard.clear();
      if (news === this.#news) return;
      this.#news = news;
      redraw();
    });
  }

  #each(ms: number, work: () => void): void {
    const timer = setInterval(work, ms);
    this.until(() => clearInterval(timer));
  }

  get #list(): RowList | null {
    return this.querySelector<RowList>('hs-rows');
  }

  get #selected(): string {
    return route.value.query.get('sel') ?? '';
  }

  /** Whether rows may move: nobody has scrolled, chosen, focused or points at any of them. */
  #untouched(): boolean {
    const rows = this.#list;
    if (!rows) return true;
    const scrolled = (rows.scroller?.scrollTop ?? 0) > 0;
    return !scrolled && !this.#selected && !rows.matches(':hover, :focus-within');
  }

  #load(anew = false): void {
    const filter = filterOf(route.value.query);
    const asked = JSON.stringify([...filter]);
    if (asked === this.#loaded && !anew) return;
    this.#loaded = asked;
    const scroll = restoredScroll();
    const first = this.#first && !anew;
    this.#first = false;
    const upTo = Math.ceil((scroll + innerHeight) / this.#height);
    const ready = first && list.resume(filter) ? Promise.resolve() : list.load(filter, upTo);
    void ready.then(async () => {
      if (asked !== this.#loaded || !this.isConnected) return;
      await this.updateComplete;
      await this.#list?.updateComplete;
      const scroller = this.#list?.scroller;
      if (scroller && scroll) scroller.scrollTop = scroll;
      // Who comes back goes on where they were.
      if (first && this.#selected && document.activeElement === document.body) {
        this.#list?.attend();
      }
      // What is beside the rows is asked for when they are on the screen.
      requestAnimationFrame(() =>
        setTimeout(() => {
          if (asked !== this.#loaded || !this.isConnected) return;
          list.watch();
          void refreshKnown();
          // By the time somebody opens a run, what shows it is there.
          bringLater().catch(() => {});
          this.#range = rangeOf(list);
          this.requestUpdate();
        }),
      );
    });
  }

  protected override willUpdate(): void {
    if (route.value.place !== 'executions') return;
    const changes = renamed(route.value.query);
    if (Object.keys(changes).length > 0) adjust(changes);
    this.#load();
  }

  protected override render(): TemplateResult {
    const peeked = this.#selected !== '' && route.value.query.has('peek');
    return html`<div class="executions">
      <hs-strip .span=${this.#range} .filter=${list.filter}></hs-strip>
      <hs-filter-bar .counts=${list.counts}></hs-filter-bar>
      ${unknownNotice(unknownIn(route.value.query))}
      <div class="beside ${peeked ? 'peeking' : ''}">
        <div class="listing">
          ${
            list.waiting > 0
              ? html`<button class="pill" @click=${() => this.#takeIn()}>
                  ${icon('up')} ${list.waiting}${list.gap ? ' or more' : ''} new
                </button>`
              : nothing
          }
          ${this.#body()} ${listFoot(() => this.#load(true))} ${markBar()}
        </div>
        ${peeked ? html`<hs-peek .execution=${this.#selected}></hs-peek>` : nothing}
      </div>
      <span class="hidden-text" role="status">${this.#news}</span>
    </div>`;
  }

  #takeIn(): void {
    list.takeIn();
    this.#list?.scroller?.scrollTo({ top: 0 });
  }

  /** From the peek to the row, from the row to none. */
  #leave(): void {
    const { query } = route.value;
    if (!query.has('peek') && this.#list?.contains(document.activeElement)) {
      (document.activeElement as HTMLElement).blur();
    }
    adjust(query.has('peek') ? { peek: '' } : { sel: '' });
  }

  #togglePeek(): void {
    const { query } = route.value;
    if (query.has('peek')) adjust({ peek: '' });
    else if (query.has('sel')) adjust({ peek: '1' });
    else if (list.rows[0]) adjust({ sel: list.rows[0].id, peek: '1' });
  }

  get #height(): number {
    return narrow.matches ? 52 : rowHeight.value;
  }

  #body(): TemplateResult {
    const { rows, held } = list;
    if (list.problem) return failed(list.problem, () => this.#load(true));
    if (list.loading) return LOADING;
    if (rows.length === 0) return emptyList(list.filter);
    const drawn: Rows = {
      count: rows.length,
      total: list.total,
      height: this.#height,
      label: 'Executions, newest first',
      head: ROW_HEAD,
      key: (i) => rows[i]?.id ?? '',
      row: (i) => {
        const run = rows[i];
        return run ? runRow(run, known.value.get(run.workflowId), markOf(run.id)) : html``;
      },
      mark: (i) => held.look(rows[i]?.id ?? ''),
    };
    return html`<hs-rows
      .rows=${drawn}
      .selected=${this.#selected}
      @pick=${(e: CustomEvent<string>) => adjust({ sel: e.detail })}
      @open=${(e: CustomEvent<string>) => this.#open(e.detail)}
      @scrolled=${(e: CustomEvent<number>) => this.#scrolled(e.detail)}
      @click=${pressIn}
    ></hs-rows>`;
  }

  #open(id: string): void {
    if (id) go(href('execution', id));
  }

  #scrolled(top: number): void {
    const left = list.rows.length * this.#height - top - (this.#list?.clientHeight ?? 0);
    if (left < this.#height * 40) void list.more();
  }
}

customElements.define('hs-executions-page', ExecutionsPage);
