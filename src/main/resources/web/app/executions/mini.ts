import { Signal } from '../base/signal';
import { drawBar } from '../chart/bars';
import { prepared } from '../chart/canvas';
import { painted } from '../look/theme';
import type { MiniBar, RunItem } from './requests';

const WIDTH = 120;
const HEIGHT = 20;
/** How many bars stand above each other where steps ran side by side; more share the last line. */
const LINES = 4;

/** How sharp the screen is: it changes with the zoom, and when a window goes to another screen. */
const sharpness = new Signal(devicePixelRatio);
addEventListener('resize', () => {
  sharpness.value = devicePixelRatio;
});

/**
 * The steps of one run as bars, drawn once and again only when the run or the colours change. An
 * element without a template, because there is one in every row that scrolls by.
 */
class Mini extends HTMLElement {
  readonly #canvas = document.createElement('canvas');
  #run: RunItem | null = null;
  #bars: readonly MiniBar[] | null = null;
  #stops: (() => void)[] = [];

  set run(run: RunItem) {
    const bars = run.miniTimeline?.bars ?? null;
    const same = bars === this.#bars && run.status === this.#run?.status;
    this.#run = run;
    this.#bars = bars;
    if (!same && this.isConnected) this.#draw();
  }

  connectedCallback(): void {
    this.ariaHidden = 'true';
    if (!this.#canvas.isConnected) this.append(this.#canvas);
    this.#stops = [painted, sharpness].map((it) => it.subscribe(() => this.#draw()));
    this.#draw();
  }

  disconnectedCallback(): void {
    for (const stop of this.#stops) stop();
  }

  #draw(): void {
    const run = this.#run;
    const pen = run ? prepared(this.#canvas, WIDTH, HEIGHT) : null;
    if (!run || !pen) return;
    const bars: readonly MiniBar[] = this.#bars?.length ? this.#bars : [[0, 1_000, run.status]];
    const { lines, count } = linesOf(bars);
    const pitch = count === 1 ? 12 : Math.floor((HEIGHT - 2) / count);
    const height = count === 1 ? 10 : pitch - 1;
    const top = (HEIGHT - pitch * (count - 1) - height) / 2;
    bars.forEach(([start, length, status], i) => {
      const x = Math.min(WIDTH - 2, (start / 1_000) * WIDTH);
      const width = Math.min(WIDTH - x, (length / 1_000) * WIDTH - 0.5);
      drawBar(pen, status, x, top + (lines[i] ?? 0) * pitch, width, height);
    });
  }
}

/** The line of each bar: the first in which it overlaps no other. */
function linesOf(bars: readonly MiniBar[]): { lines: number[]; count: number } {
  const ends: number[] = [];
  const lines = bars.map(([start, length]) => {
    const free = ends.findIndex((end) => end <= start);
    const line = Math.min(LINES - 1, free >= 0 ? free : ends.length);
    ends[line] = Math.max(ends[line] ?? 0, start + length);
    return line;
  });
  return { lines, count: Math.max(1, ends.length) };
}

customElements.define('hs-mini', Mini);
