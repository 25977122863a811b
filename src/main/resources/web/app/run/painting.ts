import { isBad } from '../api/status';
import type { Status } from '../api/types';
import { drawBar } from '../chart/bars';
import { prepared } from '../chart/canvas';
import { colour, painted } from '../look/theme';
import { now } from '../time/clock';
import { duration, tickStep } from '../time/duration';
import { lengthOf as spanLength, type Span } from './axis';
import type { Track } from './tracks';
import { lengthOf, type Visit } from './visits';

export const ROW = 24;
export const HEAD = 50;
const BAR = 12;
const OVERVIEW = 26;
const FONT = '11px system-ui, sans-serif';

/** What is to be drawn, and how large. */
export interface Scene {
  readonly tracks: readonly Track[];
  readonly whole: Span;
  readonly view: Span;
  readonly queue: boolean;
  readonly live: boolean;
  readonly width: number;
  readonly height: number;
}

type Pen = CanvasRenderingContext2D;

function xOf(scene: Scene, ms: number, span: Span = scene.view): number {
  return ((ms - span.from) / spanLength(span)) * scene.width;
}

function endOf(visit: Visit): number {
  return (visit.start ?? 0) + (lengthOf(visit, now()) ?? 0);
}

/** Round moments in view, counted from the start of the run. */
function* ticks({ whole, view, width }: Scene): Generator<number> {
  const step = tickStep(spanLength(view), width / 110);
  const first = Math.ceil((view.from - whole.from) / step) * step;
  for (let at = first; whole.from + at <= view.to; at += step) yield whole.from + at;
}

/** The bars of the rows in sight; work depends on these alone. */
export function paintBars(pen: Pen, scene: Scene, top: number): void {
  const { tracks, width, height } = scene;
  pen.fillStyle = colour('hairline');
  for (const tick of ticks(scene)) pen.fillRect(Math.round(xOf(scene, tick)), 0, 1, height);
  const first = Math.max(0, Math.floor(top / ROW));
  const end = Math.min(tracks.length, Math.ceil((top + height) / ROW));
  for (let i = first; i < end; i++) paintTrack(pen, scene, tracks[i] as Track, i * ROW - top);
  const x = xOf(scene, now());
  if (scene.live && x < width) {
    pen.fillStyle = colour('running');
    pen.fillRect(x, 0, 1.5, height);
  }
}

function paintTrack(pen: Pen, scene: Scene, track: Track, y: number): void {
  const top = y + (ROW - BAR) / 2;
  const bad: [from: number, width: number, status: Status][] = [];
  for (const visit of track.visits) {
    if (visit.start === null) continue;
    const end = endOf(visit);
    if (end < scene.view.from || visit.start > scene.view.to) continue;
    const from = Math.max(-4, xOf(scene, visit.start));
    const to = Math.min(scene.width + 4, xOf(scene, end));
    if (scene.queue && visit.queued !== null) {
      const queued = Math.max(0, xOf(scene, visit.queued));
      pen.fillStyle = colour('pending');
      pen.fillRect(queued, top + BAR / 2 - 1, from - queued, 2);
    }
    if (track.folded > 0) {
      // Many over each other: where there are more, it is darker.
      pen.globalAlpha = 0.45;
      pen.fillStyle = colour(visit.status);
      pen.fillRect(from, top, Math.max(1.5, to - from), BAR);
      pen.globalAlpha = 1;
      if (isBad(visit.status)) bad.push([from, Math.max(3, to - from), visit.status]);
    } else drawBar(pen, visit.status, from, top, to - from, BAR);
  }
  // One that failed is not lost among many that did not.
  for (const [from, width, status] of bad) {
    pen.fillStyle = colour(status);
    pen.fillRect(from, top - 2, width, BAR + 4);
  }
  if (track.folded === 0) paintLength(pen, scene, track.visits.at(-1) as Visit, top);
}

/** The length, beside the bar where there is room. */
function paintLength(pen: Pen, scene: Scene, visit: Visit, top: number): void {
  const length = lengthOf(visit, now());
  if (visit.start === null || length === null) return;
  const start = xOf(scene, visit.start);
  const end = xOf(scene, visit.start + length);
  if (end < 0 || start > scene.width) return;
  const text = duration(length);
  pen.font = FONT;
  pen.fillStyle = colour('muted');
  const wide = pen.measureText(text).width;
  if (end + 6 + wide < scene.width) pen.fillText(text, end + 6, top + BAR - 2);
  else if (start - wide - 6 > 0) pen.fillText(text, start - wide - 6, top + BAR - 2);
}

/** The whole run in a strip, with what is in view, and the axis of the view. */
export function paintHead(pen: Pen, scene: Scene, brush: Span | null, overview: Overview): void {
  const drawn = overview.of(scene);
  pen.drawImage(drawn, 0, 0, scene.width, OVERVIEW);
  const shown = brush ?? scene.view;
  const from = xOf(scene, Math.min(shown.from, shown.to), scene.whole);
  const to = xOf(scene, Math.max(shown.from, shown.to), scene.whole);
  pen.fillStyle = colour('page');
  pen.globalAlpha = 0.65;
  pen.fillRect(0, 0, from, OVERVIEW);
  pen.fillRect(to, 0, scene.width - to, OVERVIEW);
  pen.globalAlpha = 1;
  pen.strokeStyle = colour('border');
  pen.strokeRect(from + 0.5, 0.5, Math.max(2, to - from - 1), OVERVIEW - 1);
  pen.font = FONT;
  for (const tick of ticks(scene)) {
    const x = Math.round(xOf(scene, tick));
    pen.fillStyle = colour('hairline');
    pen.fillRect(x, OVERVIEW + 6, 1, HEAD);
    pen.fillStyle = colour('muted');
    const text = tick === scene.whole.from ? '0' : duration(tick - scene.whole.from);
    if (x < scene.width - 30) pen.fillText(text, x + 4, HEAD - 8);
  }
}

function paintOverview(pen: Pen, scene: Scene): void {
  const count = Math.max(1, scene.tracks.length);
  const height = Math.max(1, Math.min(3, (OVERVIEW - 6) / count));
  scene.tracks.forEach((track, i) => {
    const y = 3 + (i / count) * (OVERVIEW - 6);
    pen.fillStyle = colour(track.status);
    for (const visit of track.visits) {
      if (visit.start === null) continue;
      const x = xOf(scene, visit.start, scene.whole);
      pen.fillRect(x, y, Math.max(1, xOf(scene, endOf(visit), scene.whole) - x), height);
    }
  });
}

/** The strip of the whole run, drawn again only when it looks different. */
export class Overview {
  readonly #canvas = document.createElement('canvas');
  #drawn: readonly unknown[] = [];

  of(scene: Scene): HTMLCanvasElement {
    const { tracks, whole, width, live } = scene;
    const beat = live ? Math.floor(now() / 500) : 0;
    const wanted = [tracks, whole.from, whole.to, width, beat, painted.value, devicePixelRatio];
    if (wanted.every((it, i) => it === this.#drawn[i])) return this.#canvas;
    this.#drawn = wanted;
    const pen = prepared(this.#canvas, width, OVERVIEW);
    if (pen) paintOverview(pen, scene);
    return this.#canvas;
  }
}
