import { html, nothing, type TemplateResult } from 'lit';
import { key } from '../api/key';
import { isOver } from '../api/status';
import type { ExecutionItem } from '../api/types';
import { atMostEvery } from '../base/frame';
import { View } from '../base/view';
import { liveState } from '../live/channel';
import { counted } from '../look/amounts';
import { failed } from '../look/failed';
import { pointTo, route } from '../route/router';
import { onKeys } from '../shell/keys';
import { zone } from '../time/zone';
import { Download } from './download';
import { Lines } from './lines';
import type { LogLines } from './log-lines';
import { emptyLog } from './log-states';
import { toolbar, type Shown } from './toolbar';
import { LEVELS, type LineFilter } from './requests';
import { Search } from './search';
import './log-lines';

/** The log of a run: all of it from the first line, then as it grows. What it shows is in the address. */
class LogView extends View implements Shown {
  static override properties = { run: { attribute: false }, panel: { attribute: false } };

  declare run: ExecutionItem;
  /** Whether it stands beside something else. */
  declare panel: boolean;

  lines: Lines | null = null;
  search: Search | null = null;
  readonly download = new Download();
  cursor = -1;
  #shown = '';
  #searched = '';
  #hash: string | null = null;
  /** What keys do on the screen of logs; beside a run, while the focus is in the log. */
  readonly #keys = {
    n: () => void this.jump(1),
    N: () => void this.jump(-1),
    l: () => this.list?.follow(),
    '/': () => void this.#focusSearch(),
    j: () => this.list?.move(1),
    k: () => this.list?.move(-1),
  };
  #freeKeys = (): void => {};
  /** The first press of the browser's search is ours; the second, when our field has the focus, is not. */
  readonly #findKey = (event: KeyboardEvent): void => {
    const wanted = (event.ctrlKey || event.metaKey) && event.key === 'f';
    if (wanted && this.#focusSearch()) event.preventDefault();
  };
  #told = '';
  readonly #tell = atMostEvery(10_000, () => {
    this.#told = counted(this.lines?.held.total ?? 0, 'line');
    this.requestUpdate();
  });
  readonly #point = atMostEvery(300, () => {
    this.#hash = this.cursor < 0 ? '' : `L${this.cursor}`;
    if (this.isConnected) pointTo(this.#hash);
  });

  constructor() {
    super();
    this.panel = false;
    this.watch(route);
    this.watch(zone);
    this.watch(liveState);
    this.watch(this.download.changed);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.until(key.subscribe(() => this.#restart()));
    this.until(() => this.#restart());
    this.until(() => this.download.stop());
    if (!this.panel) this.#takeKeys();
    this.until(() => this.#freeKeys());
    addEventListener('keydown', this.#findKey);
    this.until(() => removeEventListener('keydown', this.#findKey));
  }

  #takeKeys(): void {
    this.#freeKeys();
    this.#freeKeys = onKeys(this.#keys);
  }

  get list(): LogLines | null {
    return this.querySelector<LogLines>('hs-log-lines');
  }

  get isLive(): boolean {
    return !isOver(this.run.status);
  }

  focusLines(): void {
    this.querySelector<HTMLElement>('.log-lines')?.focus();
  }

  query(name: string): string {
    return route.value.query.get(name) ?? '';
  }

  #restart(): void {
    this.lines?.stop();
    this.search?.stop();
    this.lines = this.search = null;
    this.#shown = this.#searched = '';
    this.requestUpdate();
  }

  protected override willUpdate(): void {
    const { run } = this;
    if (!this.isConnected) return;
    const filter: LineFilter = {
      minLevel: LEVELS.find((it) => it === this.query('level')) ?? '',
      stepKey: this.query('step'),
    };
    const shown = JSON.stringify([run.id, filter]);
    if (shown !== this.#shown) this.#show(shown, run, filter);
    const find = this.query('find');
    const searched = JSON.stringify([shown, find, this.query('re')]);
    if (searched !== this.#searched && this.lines?.ready) {
      this.#searched = searched;
      this.#find(find, this.query('re') !== '');
    }
    if (route.value.hash !== this.#hash && this.lines?.ready) this.#arrive();
  }

  #show(shown: string, run: ExecutionItem, filter: LineFilter): void {
    this.#shown = shown;
    this.lines?.stop();
    const lines = new Lines(run.id, filter, this.isLive && !run.archived);
    this.lines = lines;
    this.#hash = null;
    lines.changed.subscribe(() => this.requestUpdate());
    lines.heard = () => {
      this.search?.again();
      this.#tell();
    };
    void lines.start();
  }

  #find(text: string, byPattern: boolean): void {
    this.search?.stop();
    this.search = null;
    if (!text.trim() || !this.lines) return;
    const search = new Search(this.lines, text, byPattern);
    this.search = search;
    search.changed.subscribe(() => this.requestUpdate());
    search.start();
  }

  /** Where the address points; without a place in it, a run that goes on is seen at its end. */
  #arrive(): void {
    const { hash } = route.value;
    const first = this.#hash === null;
    this.#hash = hash;
    const told = /^L(\d{1,15})$/.exec(hash);
    this.cursor = told ? Number(told[1]) : -1;
    if (told) void this.reveal(this.cursor);
    else if (first && this.isLive) void this.updateComplete.then(() => this.list?.follow());
  }

  async reveal(sequence: number): Promise<void> {
    const { lines } = this;
    if (!lines) return;
    try {
      const row = await lines.rowOf(sequence);
      await this.updateComplete;
      await this.list?.updateComplete;
      if (lines === this.lines) this.list?.reveal(row);
    } catch {
      // It cannot be shown where it is; what can be read is told by the lines themselves.
    }
  }

  #pointAt(sequence: number): void {
    this.cursor = sequence;
    this.#point();
    this.requestUpdate();
  }

  /** To the next match, or the one before. */
  async jump(by: 1 | -1): Promise<void> {
    await this.updateComplete;
    const { search } = this;
    const sequence = await search?.next(this.cursor, by);
    if (sequence === undefined || sequence === null || search !== this.search) return;
    this.#pointAt(sequence);
    await this.reveal(sequence);
  }

  /** Whether the field took the focus; where it has it already, the browser's own search is meant. */
  #focusSearch(): boolean {
    const field = this.querySelector<HTMLInputElement>('input[type=search]');
    if (!field || document.activeElement === field) return false;
    field.select();
    return true;
  }

  protected override render(): TemplateResult {
    const { lines, run } = this;
    if (!lines) return html``;
    return html`<section
      class="log ${this.panel ? 'narrow' : ''}"
      aria-label="Log"
      @focusin=${() => this.#takeKeys()}
      @focusout=${() => this.panel && this.#freeKeys()}
    >
      ${toolbar(this, lines)}
      <span class="hidden-text" role="status">${this.download.changed.value || this.#told}</span>
      <div class="log-body" aria-busy=${String(!lines.ready)}>${this.#body(lines, run)}</div>
    </section>`;
  }

  #body(lines: Lines, run: ExecutionItem): TemplateResult {
    const again = (): void => lines.again();
    if (lines.problem && !lines.ready) return failed(lines.problem, again);
    if (!lines.ready) return html`<div class="skeleton"></div>`;
    if (lines.held.total === 0) return emptyLog(lines.filter);
    const { search } = this;
    return html`<hs-log-lines
        .lines=${lines}
        .drawn=${lines.changed.value}
        .cursor=${this.cursor}
        .manner=${{
          from: this.query('time') === 'clock' ? null : Date.parse(run.startedAt),
          marks: (text: string) => search?.marks(text) ?? [],
          steps: !lines.filter.stepKey,
        }}
        @point=${(e: CustomEvent<number>) => this.#pointAt(e.detail)}
      ></hs-log-lines>
      ${lines.problem ? failed(lines.problem, again, 'Some lines could not be read') : nothing}`;
  }
}

customElements.define('hs-log', LogView);
