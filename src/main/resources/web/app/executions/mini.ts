import { oncePerFrame } from '../base/frame';
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

/** Canvases of rows that scrolled away: making one costs more than drawing on it. */
const spare: HTMLCanvasElement[] = [];

/** Those that are to be drawn, a few in each frame: whoever flies by is never drawn at all. */
const waiting = new Set<Mini>();
const A_FRAME = 16;

const drawSome = oncePerFrame(() => {
  let left = A_FRAME;
  for (const mini of waiting) {
    if (left-- === 0) break;
    waiting.delete(mini);
    mini.draw();
  }
  if (waiting.size > 0) drawSome();
});

/**
 * The steps of one run as bars, drawn once and again only when the run or the colours change. An
 * element without a template, because there is one in every row that scrolls by.
 */
class Mini extends HTMLElement {
  #canvas: HTMLCanvasElement | null = null;
  #run: RunItem | null = null;
  #bars: readonly MiniBar[] | null = null;
  #stops: (() => void)[] = [];

  set run(run: RunItem) {
    const bars = run.miniTimeline?.bars ?? null;
    const same = bars === this.#bars && run.status === this.#run?.status;
    this.#run = run;
    this.#bars = bars;
    if (!same) this.#ask();
  }

  connectedCallback(): void {
    this.ariaHidden = 'true';
    this.#stops = [painted, sharpness].map((it) => it.subscribe(() => this.#ask()));
    this.#ask();
  }

  disconnectedCallback(): void {
    for (const stop of this.#stops) stop();
    waiting.delete(this);
    if (this.#canvas) spare.push(this.#canvas);
    this.#canvas = null;
  }

  #ask(): void {
    if (!this.isConnected) return;
    waiting.add(this);
    drawSome();
  }

  draw(): void {
    const run = this.#run;
    if (!run) return;
    if (!this.#canvas) {
      this.#canvas = spare.pop() ?? document.createElement('canvas');
      this.replaceChildren(this.#canvas);
    }
    const pen = prepared(this.#canvas, WIDTH, HEIGHT);
    if (!pen) return;
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
