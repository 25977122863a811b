import { html, nothing, type TemplateResult } from 'lit';
import { oncePerFrame } from '../base/frame';
import { View } from '../base/view';
import { colour, painted } from '../look/theme';
import { go } from '../route/router';
import { zone } from '../time/zone';
import { prepared } from './canvas';

/** Something drawn that can be pointed at, and leads somewhere. */
export interface Mark {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** All that it says, a fact a line. */
  readonly text: string;
  readonly href: string;
}

export interface Drawing {
  readonly label: string;
  readonly height: number;
  /** Draws, and tells where the marks are: a row of them for each place that one arrow key passes. */
  paint(pen: CanvasRenderingContext2D, width: number): Mark[][];
}

/** Whether it points along the screen's height, and which way. */
const ARROWS: Readonly<Record<string, readonly [boolean, number]>> = {
  ArrowRight: [false, 1],
  ArrowLeft: [false, -1],
  ArrowDown: [true, 1],
  ArrowUp: [true, -1],
};

/**
 * A drawing on a canvas, of which every mark is a link. The canvas takes the focus: arrows go from
 * mark to mark, the mark is told, Enter follows it.
 */
class Plot extends View {
  static override properties = { drawing: { attribute: false } };

  declare drawing: Drawing | null;

  #width = 0;
  #marks: Mark[][] = [];
  #place = -1;
  #part = 0;
  readonly #draw = oncePerFrame(() => this.#paint());
  readonly #sizes = new ResizeObserver(([entry]) => {
    this.#width = Math.floor(entry?.contentRect.width ?? 0);
    this.#draw();
  });

  constructor() {
    super();
    this.drawing = null;
    this.watch(painted);
    this.watch(zone);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
    this.until(() => this.#sizes.disconnect());
  }

  protected override updated(): void {
    // A canvas has a height of its own until it is drawn on: nothing is to move when it is.
    this.style.height = `${this.drawing?.height ?? 0}px`;
    this.#draw();
  }

  get #mark(): Mark | undefined {
    const marks = this.#marks[this.#place];
    return marks?.[Math.min(this.#part, marks.length - 1)];
  }

  #paint(): void {
    const canvas = this.querySelector('canvas');
    if (!canvas || !this.drawing || this.#width === 0) return;
    const pen = prepared(canvas, this.#width, this.drawing.height);
    if (!pen) return;
    this.#marks = this.drawing.paint(pen, this.#width);
    const mark = this.#mark;
    const tip = this.querySelector<HTMLElement>('.tip');
    if (tip) tip.hidden = !mark;
    if (!mark) return;
    pen.strokeStyle = colour('text');
    pen.lineWidth = 1.5;
    pen.strokeRect(mark.x - 1.5, mark.y - 1.5, mark.width + 3, mark.height + 3);
    if (tip) this.#show(tip, mark);
  }

  /** Beside the mark, on the side where there is room. */
  #show(tip: HTMLElement, mark: Mark): void {
    const right = mark.x + mark.width / 2 > this.#width / 2;
    tip.textContent = mark.text;
    tip.style.left = right ? 'auto' : `${mark.x + mark.width + 8}px`;
    tip.style.right = right ? `${this.#width - mark.x + 8}px` : 'auto';
    tip.style.top = `${Math.max(0, Math.min(mark.y, (this.drawing?.height ?? 0) - 90))}px`;
  }

  protected override render(): TemplateResult {
    const { drawing } = this;
    if (!drawing) return html`${nothing}`;
    return html`<canvas
        tabindex="0"
        role="application"
        aria-label="${drawing.label}. Arrow keys move, Enter opens the executions of a mark."
        @keydown=${(e: KeyboardEvent) => this.#key(e)}
        @pointermove=${(e: PointerEvent) => this.#over(e)}
        @pointerleave=${() => this.#leave()}
        @blur=${() => this.#leave()}
        @click=${(e: MouseEvent) => this.#click(e)}
      ></canvas>
      <div class="tip num" aria-hidden="true" hidden></div>
      <span class="hidden-text" aria-live="polite"></span>`;
  }

  #leave(): void {
    this.#place = -1;
    this.#draw();
  }

  #over(event: PointerEvent): void {
    const { offsetX: x, offsetY: y } = event;
    let best = Infinity;
    this.#place = -1;
    this.#marks.forEach((marks, place) =>
      marks.forEach((it, part) => {
        const away =
          Math.max(it.x - x, x - it.x - it.width, 0) + Math.max(it.y - y, y - it.y - it.height, 0);
        if (away >= best) return;
        best = away;
        this.#place = place;
        this.#part = part;
      }),
    );
    (event.target as HTMLElement).style.cursor = this.#place < 0 ? '' : 'pointer';
    this.#draw();
  }

  #click(event: MouseEvent): void {
    // A finger points nowhere before it clicks.
    if (!this.#mark && event instanceof PointerEvent) this.#over(event);
    const mark = this.#mark;
    if (!mark) return;
    if (event.ctrlKey || event.metaKey) open(mark.href, '_blank', 'noopener');
    else go(mark.href);
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const mark = this.#mark;
    const arrow = ARROWS[event.key];
    if (arrow) {
      const [isDown, by] = arrow;
      if (isDown) this.#turn(by);
      else this.#go(by);
    } else if (event.key === 'Escape' && mark) this.#leave();
    else if (event.key === 'Enter' && mark) go(mark.href);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** To the next place that has marks; the newest is where one comes in. */
  #go(by: number): void {
    const filled = this.#marks.flatMap((it, i) => (it.length > 0 ? [i] : []));
    if (filled.length === 0) return;
    const at = filled.indexOf(this.#place);
    const next = at < 0 ? Infinity : at + by;
    this.#place = filled[Math.max(0, Math.min(filled.length - 1, next))] as number;
    this.#tell();
  }

  #turn(by: number): void {
    const count = this.#marks[this.#place]?.length ?? 0;
    if (count === 0) return this.#go(1);
    this.#part = Math.max(0, Math.min(count - 1, Math.min(this.#part, count - 1) + by));
    this.#tell();
  }

  #tell(): void {
    const told = this.querySelector('[aria-live]');
    if (told) told.textContent = this.#mark?.text.replaceAll('\n', ', ') ?? '';
    this.#draw();
  }
}

customElements.define('hs-plot', Plot);
