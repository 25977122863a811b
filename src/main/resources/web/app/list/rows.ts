import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { View } from '../base/view';
import { oncePerFrame } from '../base/frame';
import { scrollFor, windowOf } from './window';

export interface Rows {
  readonly count: number;
  readonly height: number;
  readonly label: string;
  /** All there are, where more can be loaded; -1 if nobody knows. */
  readonly total?: number;
  /** The names of the columns, in a row of their own above the others. */
  readonly head?: TemplateResult;
  key(index: number): string;
  row(index: number): TemplateResult;
  /** Classes of a row beside its own. */
  mark?(index: number): string;
}

/** What each key does that moves through the rows. */
const MOVES: Readonly<Record<string, (list: RowList) => void>> = {
  ArrowDown: (list) => list.move(1),
  j: (list) => list.move(1),
  ArrowUp: (list) => list.move(-1),
  k: (list) => list.move(-1),
  Home: (list) => list.move(-Infinity),
  End: (list) => list.move(Infinity),
  PageDown: (list) => list.page(1),
  PageUp: (list) => list.page(-1),
};

/** The same keys, for a screen in which no row has the focus yet. */
export function rowKeys(list: () => RowList | null): Record<string, () => void> {
  return Object.fromEntries(
    Object.entries(MOVES).map(([key, move]) => [
      key,
      () => {
        const rows = list();
        if (rows) move(rows);
      },
    ]),
  );
}

/**
 * A list of rows of one height, of which only those in sight exist, and the one that has the focus.
 * Arrows and letters move the selection, which is told by the row's key, not its place; the focus
 * goes with it.
 */
export class RowList extends View {
  static override properties = { rows: { attribute: false }, selected: { attribute: false } };

  declare rows: Rows | null;
  declare selected: string;

  #top = 0;
  #height = 600;
  /** The row that has, or last had, the focus, and where it was found. */
  #active = '';
  #activeAt = 0;
  #focuses = false;
  readonly #scrolled = oncePerFrame(() => this.requestUpdate());
  readonly #sizes = new ResizeObserver(([entry]) => {
    this.#height = entry?.contentRect.height ?? this.#height;
    this.requestUpdate();
  });

  constructor() {
    super();
    this.rows = null;
    this.selected = '';
  }

  get scroller(): HTMLElement | null {
    return this.querySelector('.rows');
  }

  protected override firstUpdated(): void {
    const scroller = this.scroller;
    if (!scroller) return;
    this.#sizes.observe(scroller);
    this.until(() => this.#sizes.disconnect());
  }

  /** Scrolls as little as brings a row in sight. */
  reveal(index: number): void {
    const scroller = this.scroller;
    if (!scroller || !this.rows) return;
    scroller.scrollTop = scrollFor(index, this.rows.height, scroller.scrollTop, this.#height);
  }

  indexOf(key: string): number {
    const { rows } = this;
    if (!rows || !key) return -1;
    // Mostly where it was: a long list is not looked through with each frame.
    if (this.#activeAt < rows.count && rows.key(this.#activeAt) === key) return this.#activeAt;
    for (let i = 0; i < rows.count; i++) if (rows.key(i) === key) return i;
    return -1;
  }

  /** Moves the selection by so many rows. */
  move(by: number): void {
    const { rows } = this;
    if (!rows || rows.count === 0) return;
    const at = this.indexOf(this.selected || this.#active);
    const lone = at < 0 && Number.isFinite(by);
    const next = lone ? this.#firstSeen() : Math.max(0, Math.min(rows.count - 1, at + by));
    this.#active = rows.key(next);
    this.#focuses = true;
    this.#tell('pick', next);
    this.reveal(next);
    this.requestUpdate();
  }

  /** Moves the selection by so many screens. */
  page(by: number): void {
    const rows = Math.floor(this.#height / (this.rows?.height ?? 1)) - 1;
    this.move(by * Math.max(1, rows));
  }

  /** Gives the focus to the selected row. */
  attend(): void {
    this.#focuses = true;
    this.requestUpdate();
  }

  #firstSeen(): number {
    return Math.ceil(this.#top / (this.rows?.height ?? 1));
  }

  protected override willUpdate(): void {
    if (this.selected) this.#active = this.selected;
    const at = this.indexOf(this.#active);
    if (at >= 0) this.#activeAt = at;
    // A row that leaves takes the focus with it, and the next key would go nowhere.
    const focused = document.activeElement;
    if (focused instanceof HTMLElement && 'index' in focused.dataset && this.contains(focused)) {
      this.#focuses ||= at < 0;
    }
  }

  protected override updated(): void {
    if (!this.#focuses) return;
    this.#focuses = false;
    this.querySelector<HTMLElement>('.all > [tabindex="0"]')?.focus({ preventScroll: true });
  }

  #tell(kind: string, index: number): void {
    if (this.rows) this.dispatchEvent(new CustomEvent(kind, { detail: this.rows.key(index) }));
  }

  protected override render(): TemplateResult {
    const { rows } = this;
    if (!rows) return html``;
    const { first, end } = windowOf(rows.count, rows.height, this.#top, this.#height);
    const indices = Array.from({ length: end - first }, (_, i) => first + i);
    const at = this.indexOf(this.#active);
    const tabbed = at >= 0 ? at : Math.min(this.#firstSeen(), rows.count - 1);
    if (at >= 0 && at < first) indices.unshift(at);
    if (at >= end) indices.push(at);
    const above = rows.head ? 1 : 0;
    const total = rows.total ?? rows.count;
    return html`<div
      class="grid"
      role="grid"
      aria-label=${rows.label}
      aria-rowcount=${total < 0 ? total : total + above}
      @keydown=${(event: KeyboardEvent) => this.#key(event)}
      @focusin=${(event: FocusEvent) => this.#focused(event)}
    >
      ${rows.head ? html`<div class="row head" role="row" aria-rowindex="1">${rows.head}</div>` : nothing}
      <div
        class="rows"
        role="rowgroup"
        data-scroll
        tabindex="-1"
        @scroll=${(event: Event) => this.#scroll(event)}
        @click=${(event: MouseEvent) => this.#click(event)}
        @dblclick=${(event: MouseEvent) => this.#click(event, true)}
      >
        <div class="all" .style=${`height:${rows.count * rows.height}px`}>
          ${repeat(
            indices,
            (i) => rows.key(i),
            (i) =>
              html`<div
                class="row ${rows.mark?.(i) ?? ''}"
                role="row"
                tabindex=${i === tabbed ? 0 : -1}
                data-index=${i}
                aria-rowindex=${i + 1 + above}
                aria-selected=${rows.key(i) === this.selected}
                .style=${`transform:translateY(${i * rows.height}px);height:${rows.height}px`}
              >
                ${rows.row(i)}
              </div>`,
          )}
        </div>
      </div>
    </div>`;
  }

  #focused(event: FocusEvent): void {
    const { index } = (event.target as HTMLElement).dataset;
    if (index !== undefined && this.rows) this.#active = this.rows.key(Number(index));
  }

  #scroll(event: Event): void {
    this.#top = (event.target as HTMLElement).scrollTop;
    this.dispatchEvent(new CustomEvent('scrolled', { detail: this.#top }));
    this.#scrolled();
  }

  #click(event: MouseEvent, open = false): void {
    if ((event.target as Element).closest('a, button')) return;
    const row = (event.target as Element).closest<HTMLElement>('[data-index]');
    if (!row) return;
    this.#tell(open ? 'open' : 'pick', Number(row.dataset['index']));
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.rows) return;
    const move = MOVES[event.key];
    const at = this.indexOf(this.selected || this.#active);
    if (move) move(this);
    else if (event.key === 'Enter' && at >= 0) this.#tell('open', at);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

customElements.define('hs-rows', RowList);
