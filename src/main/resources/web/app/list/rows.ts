import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { View } from '../base/view';
import { oncePerFrame } from '../base/frame';
import { scrollFor, windowOf } from './window';

export interface Rows {
  readonly count: number;
  readonly height: number;
  readonly label: string;
  key(index: number): string;
  row(index: number): TemplateResult;
  /** Classes of a row beside its own. */
  mark?(index: number): string;
}

/**
 * A list of rows of one height, of which only those in sight exist. The list has the focus; arrows
 * and letters move the selection, which is told by the row's key, not its place.
 */
export class RowList extends View {
  static override properties = { rows: { attribute: false }, selected: { attribute: false } };

  declare rows: Rows | null;
  declare selected: string;

  #top = 0;
  #height = 600;
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
    for (let i = 0; i < rows.count; i++) if (rows.key(i) === key) return i;
    return -1;
  }

  /** Moves the selection by so many rows. */
  move(by: number): void {
    const { rows } = this;
    if (!rows || rows.count === 0) return;
    const at = this.indexOf(this.selected);
    const next = at < 0 ? 0 : Math.max(0, Math.min(rows.count - 1, at + by));
    this.#select(next);
    this.reveal(next);
  }

  #select(index: number): void {
    this.#tell('pick', index);
  }

  #tell(kind: string, index: number): void {
    if (this.rows) this.dispatchEvent(new CustomEvent(kind, { detail: this.rows.key(index) }));
  }

  protected override render(): TemplateResult {
    const { rows } = this;
    if (!rows) return html``;
    const { first, end } = windowOf(rows.count, rows.height, this.#top, this.#height);
    const indices = Array.from({ length: end - first }, (_, i) => first + i);
    const at = this.selected ? indices.find((i) => rows.key(i) === this.selected) : undefined;
    return html`<div
      class="rows"
      role="grid"
      tabindex="0"
      data-scroll
      aria-label=${rows.label}
      aria-rowcount=${rows.count}
      aria-activedescendant=${at === undefined ? nothing : this.#rowId(at)}
      @scroll=${(event: Event) => this.#scroll(event)}
      @keydown=${(event: KeyboardEvent) => this.#key(event)}
      @click=${(event: MouseEvent) => this.#click(event)}
      @dblclick=${(event: MouseEvent) => this.#click(event, true)}
    >
      <div class="all" role="presentation" .style=${`height:${rows.count * rows.height}px`}>
        ${repeat(
          indices,
          (i) => rows.key(i),
          (i) =>
            html`<div
              class="row ${rows.mark?.(i) ?? ''}"
              role="row"
              id=${this.#rowId(i)}
              data-index=${i}
              aria-rowindex=${i + 1}
              aria-selected=${rows.key(i) === this.selected ? 'true' : 'false'}
              .style=${`transform:translateY(${i * rows.height}px);height:${rows.height}px`}
            >
              ${rows.row(i)}
            </div>`,
        )}
      </div>
    </div>`;
  }

  #rowId(index: number): string {
    return `${this.id || 'row'}-${index}`;
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
    const index = Number(row.dataset['index']);
    if (open) this.#tell('open', index);
    else this.#select(index);
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.rows) return;
    const page = Math.max(1, Math.floor(this.#height / this.rows.height) - 1);
    const moves: Record<string, number> = {
      ArrowDown: 1,
      j: 1,
      ArrowUp: -1,
      k: -1,
      PageDown: page,
      PageUp: -page,
      Home: -this.rows.count,
      End: this.rows.count,
    };
    const by = moves[event.key];
    const at = this.indexOf(this.selected);
    if (by !== undefined) this.move(by);
    else if (event.key === 'Enter' && at >= 0) this.#tell('open', at);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

customElements.define('hs-rows', RowList);
