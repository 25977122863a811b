import { lengthOf, panned, zoomed, type Span } from './axis';

const LEAST_DRAG = 4;

/** What is moved by hand. All spans are places of its axis. */
export interface Held {
  view(): Span;
  whole(): Span;
  show(view: Span): void;
  /** Scrolls rows by so many pixels. */
  scroll(by: number): void;
  bars(): DOMRect | null;
  draw(): void;
}

/** Wheel, drag and brush on a timeline: the wheel zooms at the pointer, a drag moves both ways. */
export class Hand {
  brush: { from: number; to: number } | null = null;
  #drag: { x: number; y: number; view: Span; moved: boolean } | null = null;

  constructor(readonly held: Held) {}

  #place(clientX: number, span: Span): number {
    const bars = this.held.bars();
    return (
      span.from + ((clientX - (bars?.left ?? 0)) / Math.max(1, bars?.width ?? 1)) * lengthOf(span)
    );
  }

  wheel(event: WheelEvent): void {
    const bars = this.held.bars();
    // Over the names there is no moment to zoom at: there it scrolls.
    if (!bars || event.clientX < bars.left) return;
    event.preventDefault();
    const view = this.held.view();
    const sideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (sideways) {
      const by = ((event.deltaX || event.deltaY) / bars.width) * lengthOf(view);
      this.held.show(panned(view, this.held.whole(), by));
      return;
    }
    const factor = Math.exp(Math.max(-60, Math.min(60, event.deltaY)) * 0.004);
    this.held.show(zoomed(view, this.held.whole(), this.#place(event.clientX, view), factor));
  }

  down(event: PointerEvent): void {
    const bars = this.held.bars();
    const inside = (event.target as Element).closest('.tl-body') && bars;
    // A finger scrolls rows by itself.
    if (event.button !== 0 || !inside || event.clientX < bars.left) return;
    if (event.clientX > bars.right) return;
    const { clientX: x, clientY: y } = event;
    this.#drag = { x, y, view: this.held.view(), moved: false };
  }

  brushFrom(event: PointerEvent): void {
    const at = this.#place(event.clientX, this.held.whole());
    this.brush = { from: at, to: at };
    (event.target as Element).setPointerCapture(event.pointerId);
  }

  move(event: PointerEvent): void {
    if (this.brush) {
      this.brush.to = this.#place(event.clientX, this.held.whole());
      this.held.draw();
    } else if (this.#drag) this.#pull(this.#drag, event);
  }

  #pull(drag: { x: number; y: number; view: Span; moved: boolean }, event: PointerEvent): void {
    const by = event.clientX - drag.x;
    const down = event.clientY - drag.y;
    if (!drag.moved && Math.hypot(by, down) <= LEAST_DRAG) return;
    if (!drag.moved) {
      drag.moved = true;
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
    }
    const width = this.held.bars()?.width ?? 1;
    const places = (-by / width) * lengthOf(drag.view);
    if (by !== 0) this.held.show(panned(drag.view, this.held.whole(), places));
    if (event.pointerType === 'touch') return;
    this.held.scroll(-down);
    drag.y = event.clientY;
  }

  up(): void {
    const { brush } = this;
    this.brush = null;
    this.#drag = null;
    if (!brush) return;
    const [from, to] = [brush.from, brush.to].sort((a, b) => a - b) as [number, number];
    if (to - from > lengthOf(this.held.whole()) / 200) this.held.show({ from, to });
    this.held.draw();
  }
}
