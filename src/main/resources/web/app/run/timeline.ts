import { html, nothing, type TemplateResult } from 'lit';
import { oncePerFrame } from '../base/frame';
import { View } from '../base/view';
import { drawBar } from '../chart/bars';
import { prepared } from '../chart/canvas';
import type { RowList, Rows } from '../list/rows';
import { statusWord } from '../api/status';
import { statusIcon } from '../look/status';
import { colour, painted } from '../look/theme';
import { now } from '../time/clock';
import { duration, tickStep } from '../time/duration';
import { lengthOf as spanLength, around, panned, zoomed, type Span } from './axis';
import type { Track } from './tracks';
import { lengthOf, type Visit } from './visits';
import '../list/rows';

const ROW = 24;
const BAR = 12;
const OVERVIEW = 26;
const HEAD = 50;
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

  #x(ms: number): number {
    return ((ms - this.view.from) / spanLength(this.view)) * this.#width;
  }

  #moment(clientX: number, span: Span = this.view): number {
    const left = this.querySelector('.tl-bars')?.getBoundingClientRect().left ?? 0;
    return span.from + ((clientX - left) / Math.max(1, this.#width)) * spanLength(span);
  }

  #paint(): void {
    if (this.#width < 10) return;
    this.#paintHead();
    const canvas = this.querySelector<HTMLCanvasElement>('.tl-bars canvas');
    const pen = canvas && prepared(canvas, this.#width, this.#height);
    if (!pen) return;
    const step = tickStep(spanLength(this.view), this.#width / 110);
    pen.fillStyle = colour('hairline');
    for (const tick of this.#ticks(step)) pen.fillRect(Math.round(this.#x(tick)), 0, 1, this.#height);
    const first = Math.max(0, Math.floor(this.#top / ROW));
    const end = Math.min(this.tracks.length, Math.ceil((this.#top + this.#height) / ROW));
    for (let i = first; i < end; i++) this.#track(pen, this.tracks[i] as Track, i * ROW - this.#top);
    if (this.live) {
      pen.fillStyle = colour('running');
      pen.fillRect(this.#x(now()), 0, 1.5, this.#height);
    }
  }

  *#ticks(step: number): Generator<number> {
    const zero = this.whole.from;
    const first = Math.ceil((this.view.from - zero) / step) * step;
    for (let at = first; zero + at <= this.view.to; at += step) yield zero + at;
  }

  #track(pen: CanvasRenderingContext2D, track: Track, y: number): void {
    const top = y + (ROW - BAR) / 2;
    for (const visit of track.visits) {
      if (visit.start === null) continue;
      const end = visit.start + (lengthOf(visit, now()) ?? 0);
      if (end < this.view.from || visit.start > this.view.to) continue;
      const from = Math.max(-4, this.#x(visit.start));
      const to = Math.min(this.#width + 4, this.#x(end));
      if (this.queue && visit.queued !== null) {
        const queued = Math.max(0, this.#x(visit.queued));
        pen.fillStyle = colour('pending');
        pen.fillRect(queued, top + BAR / 2 - 1, from - queued, 2);
      }
      if (track.folded > 0) {
        pen.globalAlpha = 0.45;
        pen.fillStyle = colour(visit.status);
        pen.fillRect(from, top, Math.max(1.5, to - from), BAR);
        pen.globalAlpha = 1;
      } else drawBar(pen, visit.status, from, top, to - from, BAR);
    }
    if (track.folded === 0) this.#label(pen, track.visits.at(-1) as Visit, top);
  }

  /** The length, beside the bar where there is room. */
  #label(pen: CanvasRenderingContext2D, visit: Visit, top: number): void {
    const length = lengthOf(visit, now());
    if (visit.start === null || length === null) return;
    const text = duration(length);
    const end = this.#x(visit.start + length);
    if (end < -20 || this.#x(visit.start) > this.#width) return;
    pen.font = '11px system-ui, sans-serif';
    const wide = pen.measureText(text).width;
    const right = Math.max(0, end) + 6;
    const start = this.#x(visit.start) - wide - 6;
    pen.fillStyle = colour('muted');
    if (right + wide < this.#width) pen.fillText(text, right, top + BAR - 2);
    else if (start > 0) pen.fillText(text, start, top + BAR - 2);
  }

  #paintHead(): void {
    const canvas = this.querySelector<HTMLCanvasElement>('.tl-head canvas');
    const pen = canvas && prepared(canvas, this.#width, HEAD);
    if (!pen) return;
    const all = spanLength(this.whole);
    const whole = (ms: number): number => ((ms - this.whole.from) / all) * this.#width;
    const count = Math.max(1, this.tracks.length);
    this.tracks.forEach((track, i) => {
      const y = 3 + (i / count) * (OVERVIEW - 6);
      const height = Math.max(1, Math.min(3, (OVERVIEW - 6) / count));
      pen.fillStyle = colour(track.status);
      for (const visit of track.visits) {
        if (visit.start === null) continue;
        const x = whole(visit.start);
        const end = whole(visit.start + (lengthOf(visit, now()) ?? 0));
        pen.fillRect(x, y, Math.max(1, end - x), height);
      }
    });
    const from = whole(this.#brush ? Math.min(this.#brush.from, this.#brush.to) : this.view.from);
    const to = whole(this.#brush ? Math.max(this.#brush.from, this.#brush.to) : this.view.to);
    pen.fillStyle = colour('page');
    pen.globalAlpha = 0.65;
    pen.fillRect(0, 0, from, OVERVIEW);
    pen.fillRect(to, 0, this.#width - to, OVERVIEW);
    pen.globalAlpha = 1;
    pen.strokeStyle = colour('border');
    pen.strokeRect(from + 0.5, 0.5, Math.max(2, to - from - 1), OVERVIEW - 1);
    pen.font = '11px system-ui, sans-serif';
    const step = tickStep(spanLength(this.view), this.#width / 110);
    for (const tick of this.#ticks(step)) {
      const x = Math.round(this.#x(tick));
      pen.fillStyle = colour('hairline');
      pen.fillRect(x, OVERVIEW + 6, 1, HEAD);
      pen.fillStyle = colour('muted');
      const text = tick === this.whole.from ? '0' : duration(tick - this.whole.from);
      if (x < this.#width - 30) pen.fillText(text, x + 4, HEAD - 8);
    }
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
      ${track.folded
        ? html`<button
            class="quiet fold"
            aria-expanded=${track.open ? 'true' : 'false'}
            @click=${() => this.dispatchEvent(new CustomEvent('fold', { detail: track.id }))}
          >
            ${track.open ? '▾' : '▸'}
          </button>`
        : nothing}
      ${statusIcon(track.status)}
      <span class="cut">${track.label}</span>
      ${track.folded ? html`<span class="num muted">${track.folded} ×</span>` : nothing}
      ${!track.folded && track.visits.length > 1
        ? html`<span class="num muted">↻ ${track.visits.length}</span>`
        : nothing}
    </span>`;
  }

  #show(view: Span): void {
    this.dispatchEvent(new CustomEvent('view', { detail: view }));
  }

  #wheel(event: WheelEvent): void {
    const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (sideways) {
      this.#show(panned(this.view, this.whole, (event.deltaX / this.#width) * spanLength(this.view)));
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
