import type { Point } from './layout';
import { fitted, held, seenBox, zoomedAt, type Box, type Viewport } from './viewport';

const LEAST_DRAG = 4;
const AIR = 24;
/** Below this scale names cannot be read. */
export const READABLE = 0.55;

/** What of a drawing is seen, and how that is moved by wheel and drag. */
export class Camera {
  width = 0;
  height = 0;
  /** All of it, as long as nobody moved it. */
  #moved: Viewport | null = null;
  #drag: { x: number; y: number; view: Viewport; moved: boolean } | null = null;

  constructor(
    readonly box: () => Box,
    readonly draw: () => void,
  ) {}

  get view(): Viewport {
    return this.#moved ?? fitted(this.box(), this.width, this.height);
  }

  get seen(): Box {
    return seenBox(this.view, this.width, this.height);
  }

  /** The first look: all of it, or where it starts if all would be too small to read. */
  begin(start: Point | undefined): void {
    const box = this.box();
    const whole = fitted(box, this.width, this.height);
    this.#moved = null;
    if (whole.scale >= READABLE || !start) return;
    const across = (this.width - AIR * 2) / (box.right - box.left);
    const down = (this.height - AIR * 2) / (box.bottom - box.top);
    const scale = Math.min(0.8, Math.max(READABLE, across, down));
    const [halfWide, halfHigh] = [this.width / 2 / scale, this.height / 2 / scale];
    // No further out of the drawing than there is air around it.
    const middle = (at: number, from: number, to: number, half: number): number =>
      to - from < half * 2
        ? (from + to) / 2
        : Math.min(to - half + AIR, Math.max(from + half - AIR, at));
    const x = middle(start.x, box.left, box.right, halfWide);
    this.#moved = { x, y: middle(start.y, box.top, box.bottom, halfHigh), scale };
  }

  fit(): void {
    this.#moved = null;
    this.draw();
  }

  show(view: Viewport): void {
    this.#moved = held(view, this.box());
    this.draw();
  }

  zoom(factor: number, at?: Point): void {
    const { view } = this;
    const least = Math.min(0.25, fitted(this.box(), this.width, this.height).scale);
    this.show(zoomedAt(view, at ?? view, factor, least));
  }

  /** Moves only where a point is out of view; nearer, where it shall be read. */
  reveal(point: Point | undefined, nearer = false): void {
    if (!point || this.width === 0) return;
    const { seen, view } = this;
    const inside =
      point.x > seen.left && point.x < seen.right && point.y > seen.top && point.y < seen.bottom;
    if (inside && (!nearer || view.scale >= 0.6)) return;
    this.show({ ...point, scale: nearer ? Math.max(0.6, view.scale) : view.scale });
  }

  /** The point of the drawing below the pointer. */
  place(event: MouseEvent): Point {
    const { seen, view } = this;
    return { x: seen.left + event.offsetX / view.scale, y: seen.top + event.offsetY / view.scale };
  }

  wheel(event: WheelEvent): void {
    event.preventDefault();
    const by = Math.max(-60, Math.min(60, event.deltaY));
    this.zoom(Math.exp(-by * 0.005), this.place(event));
  }

  grab(event: PointerEvent): void {
    this.#drag = { x: event.clientX, y: event.clientY, view: this.view, moved: false };
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
  }

  pull(event: PointerEvent): void {
    const drag = this.#drag;
    if (!drag) return;
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
    if (Math.hypot(dx, dy) > LEAST_DRAG) drag.moved = true;
    const { x, y, scale } = drag.view;
    if (drag.moved) this.show({ x: x - dx / scale, y: y - dy / scale, scale });
  }

  /** Lets go; tells whether it was a click, after which nothing has moved. */
  release(): boolean {
    const clicked = this.#drag !== null && !this.#drag.moved;
    this.#drag = null;
    return clicked;
  }
}
