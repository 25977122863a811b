import { html, nothing, type TemplateResult } from 'lit';
import { oncePerFrame } from '../base/frame';
import { View } from '../base/view';
import { prepared } from '../chart/canvas';
import type { RowList, Rows } from '../list/rows';
import { statusWord } from '../api/status';
import { statusIcon } from '../look/status';
import { painted } from '../look/theme';
import { now } from '../time/clock';
import { duration } from '../time/duration';
import { lengthOf as spanLength, around, panned, zoomed, type Span } from './axis';
import { HEAD, Overview, paintBars, paintHead, ROW, type Scene } from './painting';
import type { Track } from './tracks';
import { lengthOf, type Visit } from './visits';
import '../list/rows';

const LEAST_DRAG = 4;

/** Steps over time: names are rows that can be walked through, bars are drawn beside them. */
class Timeline extends View {
  static override properties = {
    tracks: { attribute: false },
    whole: { attribute: false },
    view: { attribute: false },
    selected: { attribute: false },
    queue: { attribute: false },
    live: { attribute: false },
  };

  declare tracks: readonly Track[];
  declare whole: Span;
  declare view: Span;
  declare selected: string;
  declare queue: boolean;
  declare live: boolean;

  readonly #overview = new Overview();
  #top = 0;
  #width = 0;
  #height = 0;
  #drag: { x: number; view: Span; moved: boolean } | null = null;
  #brush: { from: number; to: number } | null = null;
  readonly #draw = oncePerFrame(() => this.#paint());
  readonly #sizes = new ResizeObserver(() => {
    this.#measure();
    this.#draw();
  });

  constructor() {
    super();
    this.tracks = [];
    this.whole = { from: 0, to: 1 };
    this.view = this.whole;
    this.selected = '';
    this.queue = false;
    this.live = false;
    this.watch(painted);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
    this.until(() => this.#sizes.disconnect());
  }

  protected override updated(): void {
    this.#measure();
    this.#draw();
  }

  get list(): RowList | null {
    return this.querySelector<RowList>('hs-rows');
  }

  /** Brings the selected step into view, in both directions. */
  reveal(): void {
    const index = this.tracks.findIndex((it) => it.id === this.selected);
    if (index >= 0) this.list?.reveal(index);
  }

  #measure(): void {
    const bars = this.querySelector('.tl-bars')?.getBoundingClientRect();
    this.#width = bars?.width ?? 0;
    this.#height = bars?.height ?? 0;
  }

  #moment(clientX: number, span: Span = this.view): number {
    const left = this.querySelector('.tl-bars')?.getBoundingClientRect().left ?? 0;
    return span.from + ((clientX - left) / Math.max(1, this.#width)) * spanLength(span);
  }

  #paint(): void {
    if (this.#width < 10) return;
    const { tracks, whole, view, queue, live } = this;
    const scene: Scene = {
      tracks,
      whole,
      view,
      queue,
      live,
      width: this.#width,
      height: this.#height,
    };
    const head = this.querySelector<HTMLCanvasElement>('.tl-head canvas');
    const headPen = head && prepared(head, this.#width, HEAD);
    if (headPen) paintHead(headPen, scene, this.#brush, this.#overview);
    const canvas = this.querySelector<HTMLCanvasElement>('.tl-bars canvas');
    const pen = canvas && prepared(canvas, this.#width, this.#height);
    if (pen) paintBars(pen, scene, this.#top);
  }

  protected override render(): TemplateResult {
    const rows: Rows = {
      count: this.tracks.length,
      height: ROW,
      label: 'Steps over time',
      key: (i) => this.tracks[i]?.id ?? '',
      row: (i) => this.#row(this.tracks[i] as Track),
    };
    return html`<div
      class="timeline"
      @wheel=${(e: WheelEvent) => this.#wheel(e)}
      @pointerdown=${(e: PointerEvent) => this.#down(e)}
      @pointermove=${(e: PointerEvent) => this.#move(e)}
      @pointerup=${() => this.#up()}
      @pointercancel=${() => this.#up()}
      @dblclick=${(e: MouseEvent) => this.#fit(e)}
    >
      <div class="tl-head">
        <span class="muted num">${this.tracks.length} rows</span>
        <canvas
          role="img"
          aria-label="The whole run; drag to choose what is in view"
          @pointerdown=${(e: PointerEvent) => this.#startBrush(e)}
          @dblclick=${() => this.#show(this.whole)}
        ></canvas>
      </div>
      <div class="tl-body">
        <hs-rows
          id="track"
          .rows=${rows}
          .selected=${this.selected}
          @scrolled=${(e: CustomEvent<number>) => {
            this.#top = e.detail;
            this.#draw();
          }}
        ></hs-rows>
        <div class="tl-bars"><canvas aria-hidden="true"></canvas></div>
      </div>
    </div>`;
  }

  #row(track: Track): TemplateResult {
    const visit = track.visits.at(-1) as Visit;
    const told = [track.label, statusWord(track.status), duration(lengthOf(visit, now()))];
    return html`<span role="gridcell" class="tl-name" title=${told.filter(Boolean).join(', ')}>
      <span class="indent" .style=${`width:${Math.min(track.depth, 8) * 14}px`}></span>
      ${
        track.folded
          ? html`<button
              class="quiet fold"
              aria-expanded=${track.open ? 'true' : 'false'}
              @click=${() => this.dispatchEvent(new CustomEvent('fold', { detail: track.id }))}
            >
              ${track.open ? '▾' : '▸'}
            </button>`
          : nothing
      }
      ${statusIcon(track.status)}
      <span class="cut">${track.label}</span>
      ${track.folded ? html`<span class="num muted">${track.folded} ×</span>` : nothing}
      ${
        !track.folded && track.visits.length > 1
          ? html`<span class="num muted">↻ ${track.visits.length}</span>`
          : nothing
      }
    </span>`;
  }

  #show(view: Span): void {
    this.dispatchEvent(new CustomEvent('view', { detail: view }));
  }

  #wheel(event: WheelEvent): void {
    const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (sideways) {
      this.#show(
        panned(this.view, this.whole, (event.deltaX / this.#width) * spanLength(this.view)),
      );
    } else {
      const scrolls = this.tracks.length * ROW > this.#height;
      // Where there is more below, the wheel alone scrolls.
      if (scrolls && !event.ctrlKey && !event.metaKey && !event.shiftKey) return;
      const factor = Math.exp(Math.max(-60, Math.min(60, event.deltaY)) * 0.004);
      this.#show(zoomed(this.view, this.whole, this.#moment(event.clientX), factor));
    }
    event.preventDefault();
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0 || !(event.target as Element).closest('.tl-body')) return;
    const left = this.querySelector('.tl-bars')?.getBoundingClientRect().left ?? 0;
    if (event.clientX < left) return;
    this.#drag = { x: event.clientX, view: this.view, moved: false };
  }

  #startBrush(event: PointerEvent): void {
    const at = this.#moment(event.clientX, this.whole);
    this.#brush = { from: at, to: at };
    (event.target as Element).setPointerCapture(event.pointerId);
  }

  #move(event: PointerEvent): void {
    if (this.#brush) {
      this.#brush.to = this.#moment(event.clientX, this.whole);
      this.#draw();
    } else if (this.#drag) {
      const by = event.clientX - this.#drag.x;
      if (Math.abs(by) > LEAST_DRAG) this.#drag.moved = true;
      if (this.#drag.moved) {
        const ms = (-by / this.#width) * spanLength(this.#drag.view);
        this.#show(panned(this.#drag.view, this.whole, ms));
      }
    }
  }

  #up(): void {
    const brush = this.#brush;
    this.#brush = null;
    this.#drag = null;
    if (!brush) return;
    const [from, to] = [brush.from, brush.to].sort((a, b) => a - b) as [number, number];
    if (to - from > spanLength(this.whole) / 200) this.#show({ from, to });
    this.#draw();
  }

  #fit(event: MouseEvent): void {
    const row = (event.target as Element).closest<HTMLElement>('[data-index]');
    const track = row && this.tracks[Number(row.dataset['index'])];
    const starts = track?.visits.flatMap((it) => (it.start === null ? [] : [it.start])) ?? [];
    if (!track || starts.length === 0) return;
    const ends = track.visits.map((it) => (it.start ?? 0) + (lengthOf(it, now()) ?? 0));
    this.#show(around({ from: Math.min(...starts), to: Math.max(...ends) }, this.whole));
  }
}

customElements.define('hs-timeline', Timeline);
export type { Timeline };
