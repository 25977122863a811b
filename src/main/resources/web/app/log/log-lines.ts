import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { View } from '../base/view';
import { counted } from '../look/amounts';
import { Heights, LINE } from './heights';
import { cells, widths, type Manner } from './line';
import type { Lines } from './lines';

const AROUND = 8;

/** The lines in sight, of any number. It follows the end until somebody scrolls away from it. */
export class LogLines extends View {
  static override properties = {
    lines: { attribute: false },
    drawn: { attribute: false },
    manner: { attribute: false },
    cursor: { attribute: false },
  };

  declare lines: Lines;
  /** Changes when there is something else to draw. */
  declare drawn: number;
  declare manner: Manner;
  /** The sequence of the line that is pointed at; -1 if none is. */
  declare cursor: number;

  #following = false;
  #heights = new Heights();
  #top = 0;
  /** The line at the upper edge: it stays there when others come in before it. */
  #anchor = { sequence: -1, row: 0 };
  readonly #sizes = new ResizeObserver(() => this.requestUpdate());

  get #scroller(): HTMLElement | null {
    return this.querySelector('.log-lines');
  }

  get #atEnd(): boolean {
    return this.#top + this.#heights.view >= this.#heights.whole - 2;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
    this.until(() => this.#sizes.disconnect());
  }

  follow(): void {
    this.#following = true;
    this.requestUpdate();
  }

  /** Brings a row in sight, to the middle if it is not there yet. */
  reveal(row: number, edge = false): void {
    const { view, whole } = this.#heights;
    const top = this.#heights.topOf(row);
    const bottom = top + LINE - view;
    if (top >= this.#top && bottom <= this.#top) return;
    const wanted = !edge ? top - view / 2 : top < this.#top ? top : bottom;
    this.#top = Math.max(0, Math.min(wanted, whole - view));
    this.#following = this.#atEnd;
    this.requestUpdate();
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    const { held } = this.lines;
    const heights = this.#heights;
    if (changed.has('lines')) {
      heights.open.clear();
      this.#top = 0;
      this.#anchor = { sequence: -1, row: 0 };
    }
    heights.count = held.total;
    heights.view = this.clientHeight;
    for (const [sequence, it] of heights.open) {
      const row = held.rowOf(sequence);
      if (row >= 0) it.row = row;
    }
    if (this.#following) this.#top = Math.max(0, heights.whole - heights.view);
    else {
      // Lines that came in above move what is in sight along, so that it does not move.
      const row = held.rowOf(this.#anchor.sequence);
      if (row >= 0) this.#top += (row - this.#anchor.row) * LINE;
    }
  }

  protected override render(): TemplateResult {
    const { lines } = this;
    const heights = this.#heights;
    const first = Math.max(0, heights.rowAt(this.#top) - AROUND);
    const end = Math.min(heights.count, heights.rowAt(this.#top + heights.view) + AROUND);
    const rows = Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i);
    lines.want(first, end);
    const at = lines.held.rowOf(this.cursor);
    return html`<div
        class="log-lines mono"
        role="grid"
        tabindex="0"
        aria-label="Log lines"
        aria-rowcount=${heights.count}
        aria-activedescendant=${at >= first && at < end ? `line-${this.cursor}` : nothing}
        @scroll=${(event: Event) => this.#scroll(event.target as HTMLElement)}
        @keydown=${(event: KeyboardEvent) => this.#key(event)}
        @click=${(event: MouseEvent) => this.#click(event)}
      >
        <div
          class="all"
          role="presentation"
          .style=${`height:${heights.drawn}px;${widths(lines.held.newest, this.manner)}`}
        >
          ${repeat(
            rows,
            (row) => lines.held.at(row)?.sequence ?? `row ${row}`,
            (row) => this.#row(row, lines),
          )}
        </div>
      </div>
      ${
        this.#following || this.#atEnd
          ? nothing
          : html`<button
              class="pill newest"
              title="To the newest line (l)"
              @click=${() => this.follow()}
            >
              Newest ↓
            </button>`
      }`;
  }

  #row(row: number, lines: Lines): TemplateResult {
    const heights = this.#heights;
    const line = lines.held.at(row);
    const y = heights.toScroll(this.#top) + heights.topOf(row) - this.#top;
    const place = `transform:translateY(${y}px)`;
    if (!line)
      return html`<div class="line" role="row" aria-rowindex=${row + 1} .style=${place}>
        <span role="gridcell" class="said muted">…</span>
      </div>`;
    const open = heights.open.has(line.sequence);
    const before = lines.held.at(row - 1)?.sequence;
    const all = !Object.values(lines.filter).some(Boolean);
    const skipped = all && before !== undefined ? line.sequence - before - 1 : 0;
    return html`<div
      class="line ${open ? 'open' : ''} ${skipped > 0 ? 'after-gap' : ''}"
      role="row"
      id="line-${line.sequence}"
      data-sequence=${line.sequence}
      aria-rowindex=${row + 1}
      aria-selected=${String(line.sequence === this.cursor)}
      title=${skipped > 0 ? `${counted(skipped, 'line')} missing before this` : nothing}
      .style=${place}
    >
      ${cells(line, this.manner, open)}
    </div>`;
  }

  protected override updated(): void {
    const scroller = this.#scroller;
    if (!scroller) return;
    const heights = this.#heights;
    for (const element of scroller.querySelectorAll<HTMLElement>('.line.open')) {
      const it = heights.open.get(Number(element.dataset['sequence']));
      const extra = Math.max(0, element.offsetHeight - LINE);
      if (it && it.extra !== extra) {
        it.extra = extra;
        this.#sizes.observe(element);
        this.requestUpdate();
      }
    }
    const wanted = heights.toScroll(this.#top);
    if (Math.abs(scroller.scrollTop - wanted) >= 1) scroller.scrollTop = wanted;
    const row = heights.rowAt(this.#top);
    this.#anchor = { sequence: this.lines.held.at(row)?.sequence ?? -1, row };
  }

  #scroll(scroller: HTMLElement): void {
    const heights = this.#heights;
    const by = scroller.scrollTop - heights.toScroll(this.#top);
    // What we scrolled ourselves is not somebody's wish.
    if (Math.abs(by) < 1) return;
    const atEnd = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 2;
    // A wheel means pixels of the log, whatever those of the scrollbar stand for.
    const wheeled = Math.abs(by) < heights.view && scroller.scrollTop > 0;
    if (atEnd) this.#following = true;
    else if (by < 0) this.#following = false;
    this.#top = wheeled && !atEnd ? this.#top + by : scroller.scrollTop * heights.ratio;
    this.requestUpdate();
  }

  #click(event: MouseEvent): void {
    const target = event.target as Element;
    const row = target.closest<HTMLElement>('[data-sequence]');
    if (!row) return;
    const sequence = Number(row.dataset['sequence']);
    if (target.closest('button')) return;
    const link = target.closest('a');
    if (link) event.preventDefault();
    this.#point(sequence);
    // Whoever marks text to copy it does not want it to move.
    const marking = !getSelection()?.isCollapsed;
    if (!link && !marking && !target.closest('.more')) this.toggle(sequence);
  }

  #point(sequence: number): void {
    this.dispatchEvent(new CustomEvent('point', { detail: sequence }));
  }

  toggle(sequence: number): void {
    const { open } = this.#heights;
    const row = this.lines.held.rowOf(sequence);
    if (row < 0) return;
    if (!open.delete(sequence)) open.set(sequence, { row, extra: 0 });
    this.#following = false;
    this.requestUpdate();
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== this.#scroller) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined) this.move(by);
    else if ((event.key === 'Enter' || event.key === ' ') && this.cursor >= 0)
      this.toggle(this.cursor);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Moves the cursor by so many rows, from the upper edge where it is not in sight. */
  move(by: number): void {
    const { held } = this.lines;
    const at = held.rowOf(this.cursor);
    const to = at >= 0 ? at + by : this.#heights.rowAt(this.#top + LINE - 1);
    const row = Math.max(0, Math.min(held.total - 1, to));
    const line = held.at(row);
    this.reveal(row, true);
    if (line) this.#point(line.sequence);
  }
}

customElements.define('hs-log-lines', LogLines);
