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
import { around, panned, zoomed, lengthOf as spanLength, type Span } from './axis';
import { Axis } from './folding';
import { Hand } from './hand';
import { HEAD, Overview, paintBars, paintHead, ROW, type Scene } from './painting';
import type { Track } from './tracks';
import { lengthOf, type Visit } from '../step/visits';
import '../list/rows';

const NOTHING: ReadonlySet<string> = new Set();

/** Steps over time: names are rows that can be walked through, bars are drawn beside them. */
class Timeline extends View {
  static override properties = {
    tracks: { attribute: false },
    whole: { attribute: false },
    view: { attribute: false },
    selected: { attribute: false },
    queue: { attribute: false },
    pauses: { attribute: false },
    critical: { attribute: false },
    live: { attribute: false },
    tools: { attribute: false },
  };

  declare tracks: readonly Track[];
  declare whole: Span;
  declare view: Span;
  declare selected: string;
  declare queue: boolean;
  /** The spans that are left out. */
  declare pauses: readonly Span[];
  declare critical: ReadonlySet<string>;
  declare live: boolean;
  /** What stands above the names. */
  declare tools: TemplateResult | null;

  readonly #overview = new Overview();
  #top = 0;
  #axis = new Axis({ from: 0, to: 1 });
  readonly #hand = new Hand({
    view: () => this.#axis.placed(this.view),
    whole: () => this.#axis.placed(this.whole),
    show: (view) => this.#show(view),
    scroll: (by) => this.list?.scroller?.scrollBy(0, by),
    bars: () => this.#bars,
    draw: () => this.#draw(),
  });
  readonly #draw = oncePerFrame(() => this.#paint());
  readonly #sizes = new ResizeObserver(() => this.#draw());

  constructor() {
    super();
    this.tracks = [];
    this.whole = { from: 0, to: 1 };
    this.view = this.whole;
    this.selected = '';
    this.queue = false;
    this.pauses = [];
    this.critical = NOTHING;
    this.live = false;
    this.tools = null;
    this.watch(painted);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
    this.until(() => this.#sizes.disconnect());
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('whole') || changed.has('pauses'))
      this.#axis = new Axis(this.whole, this.pauses);
  }

  protected override updated(): void {
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

  get #bars(): DOMRect | null {
    return this.querySelector('.tl-bars')?.getBoundingClientRect() ?? null;
  }

  #paint(): void {
    const { width = 0, height = 0 } = this.#bars ?? {};
    if (width < 10) return;
    const { tracks, queue, live, critical } = this;
    const axis = this.#axis;
    const scene: Scene = {
      tracks,
      axis,
      whole: axis.placed(this.whole),
      view: axis.placed(this.view),
      start: this.whole.from,
      queue,
      live,
      critical,
      width,
      height,
    };
    const head = this.querySelector<HTMLCanvasElement>('.tl-head canvas');
    const headPen = head && prepared(head, width, HEAD);
    if (headPen) paintHead(headPen, scene, this.#hand.brush, this.#overview);
    const canvas = this.querySelector<HTMLCanvasElement>('.tl-bars canvas');
    const pen = canvas && prepared(canvas, width, height);
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
      @wheel=${(e: WheelEvent) => this.#hand.wheel(e)}
      @pointerdown=${(e: PointerEvent) => this.#hand.down(e)}
      @pointermove=${(e: PointerEvent) => this.#hand.move(e)}
      @pointerup=${() => this.#hand.up()}
      @pointercancel=${() => this.#hand.up()}
      @keydown=${(e: KeyboardEvent) => this.#key(e)}
      @dblclick=${(e: MouseEvent) => this.#fit(e)}
    >
      <div class="tl-head">
        <span>${this.tools ?? nothing}</span>
        <canvas
          role="img"
          aria-label="The whole run; drag to choose what is in view"
          @pointerdown=${(e: PointerEvent) => this.#hand.brushFrom(e)}
          @dblclick=${() => this.#show(this.#axis.placed(this.whole))}
        ></canvas>
      </div>
      <div class="tl-body">
        <hs-rows
          id="track"
          @pick=${(e: CustomEvent<string>) => this.#tell('pick', e.detail)}
          @open=${(e: CustomEvent<string>) => this.#tell('open', e.detail)}
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
    const critical = track.visits.some((it) => this.critical.has(it.key));
    const told = [
      track.label,
      statusWord(track.status),
      duration(lengthOf(visit, now())),
      visit.start !== null && `starts at ${duration(visit.start - this.whole.from)}`,
      critical && 'on the critical path',
    ]
      .filter(Boolean)
      .join(', ');
    const many = track.folded ? `${track.folded} ×` : `↻ ${track.visits.length}`;
    return html`<span role="gridcell" class="tl-name" title=${told} aria-label=${told}>
      <span class="indent" .style=${`width:${Math.min(track.depth, 8) * 14}px`}></span>
      ${
        track.folded
          ? html`<button
              class="quiet fold"
              aria-label=${`Steps of ${track.label}`}
              aria-expanded=${track.open ? 'true' : 'false'}
              @click=${() => this.#tell('fold', track.id)}
            >
              ${track.open ? '▾' : '▸'}
            </button>`
          : nothing
      }
      ${statusIcon(track.status)}
      <span class="cut">${track.label}</span>
      ${track.visits.length > 1 ? html`<span class="num muted">${many}</span>` : nothing}
    </span>`;
  }

  #tell(kind: string, detail: string): void {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }

  /** Tells what is to be in view, given as places of the axis. */
  #show(view: Span): void {
    this.dispatchEvent(new CustomEvent('view', { detail: this.#axis.momentsOf(view) }));
  }

  /** Nearer or farther, around a moment or the middle. */
  zoom(factor: number, moment: number | null): void {
    const view = this.#axis.placed(this.view);
    const wanted = moment === null ? NaN : this.#axis.place(moment);
    const inside = wanted >= view.from && wanted <= view.to;
    const at = inside ? wanted : (view.from + view.to) / 2;
    this.#show(zoomed(view, this.#axis.placed(this.whole), at, factor));
  }

  #key(event: KeyboardEvent): void {
    const sign = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!sign || event.ctrlKey || event.altKey || event.metaKey) return;
    const view = this.#axis.placed(this.view);
    this.#show(panned(view, this.#axis.placed(this.whole), (sign * spanLength(view)) / 8));
    event.preventDefault();
  }

  #fit(event: MouseEvent): void {
    const row = (event.target as Element).closest<HTMLElement>('[data-index]');
    const track = row && this.tracks[Number(row.dataset['index'])];
    const starts = track?.visits.flatMap((it) => (it.start === null ? [] : [it.start])) ?? [];
    if (!track || starts.length === 0) return;
    const ends = track.visits.map((it) => (it.start ?? 0) + (lengthOf(it, now()) ?? 0));
    const span = { from: Math.min(...starts), to: Math.max(...ends) };
    this.#show(around(this.#axis.placed(span), this.#axis.placed(this.whole)));
  }
}

customElements.define('hs-timeline', Timeline);
export type { Timeline };
