import { isBad } from '../api/status';
import type { Status } from '../api/types';
import { drawBar } from '../chart/bars';
import { prepared } from '../chart/canvas';
import { colour, painted } from '../look/theme';
import { now } from '../time/clock';
import { duration, tickStep } from '../time/duration';
import { lengthOf as spanLength, type Span } from './axis';
import type { Axis } from './folding';
import { kept } from './kept';
import type { Track } from './tracks';
import { lengthOf, type Visit } from '../step/visits';

export const ROW = 24;
export const HEAD = 50;
const BAR = 12;
const OVERVIEW = 26;
const FONT = '11px system-ui, sans-serif';

/** What is to be drawn, and how large. Spans are places of the axis. */
export interface Scene {
  readonly tracks: readonly Track[];
  readonly axis: Axis;
  readonly whole: Span;
  readonly view: Span;
  /** The moment from which time is counted. */
  readonly start: number;
  readonly queue: boolean;
  readonly live: boolean;
  /** The steps that decide how long it took, if that is wanted. */
  readonly critical: ReadonlySet<string>;
  readonly width: number;
  readonly height: number;
}

type Pen = CanvasRenderingContext2D;

function xOf(scene: Scene, ms: number, span: Span = scene.view): number {
  return ((scene.axis.place(ms) - span.from) / spanLength(span)) * scene.width;
}

function endOf(visit: Visit): number {
  return (visit.start ?? 0) + (lengthOf(visit, now()) ?? 0);
}

/** Round moments in view, counted from the start of the run; none lies in a break. */
function* ticks({ axis, view, start, width }: Scene): Generator<number> {
  const step = tickStep(spanLength(view), width / 110);
  const { from, to } = axis.momentsOf(view);
  let at = from;
  for (const pause of [...axis.breaks, { from: to, to }]) {
    const end = Math.min(pause.from, to);
    for (let n = Math.ceil((at - start) / step); start + n * step <= end; n++)
      yield start + n * step;
    at = Math.max(at, pause.to);
  }
}

/** The bars of the rows in sight; work depends on these alone. */
export function paintBars(pen: Pen, scene: Scene, top: number): void {
  const { tracks, width, height } = scene;
  pen.fillStyle = colour('hairline');
  for (const tick of ticks(scene)) pen.fillRect(Math.round(xOf(scene, tick)), 0, 1, height);
  for (const pause of scene.axis.breaks) {
    const [from, to] = [xOf(scene, pause.from), xOf(scene, pause.to)];
    paintHatch(pen, from, 0, to - from, height, 'hairline');
  }
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
    const from = Math.max(-4, xOf(scene, visit.start));
    const to = Math.min(scene.width + 4, xOf(scene, endOf(visit)));
    if (to < 0 || from > scene.width) continue;
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
    if (scene.critical.has(visit.key)) outline(pen, from, top, Math.max(2, to - from));
  }
  if (track.folded === 0) paintWaits(pen, scene, track.visits, top);
  // One that failed is not lost among many that did not.
  for (const [from, width, status] of bad) {
    pen.fillStyle = colour(status);
    pen.fillRect(from, top - 2, width, BAR + 4);
  }
  if (track.folded === 0)
    paintLength(pen, scene, track.visits.at(-1) as Visit, top, track.visits.length === 1);
}

function outline(pen: Pen, x: number, y: number, width: number): void {
  pen.strokeStyle = colour('text');
  pen.lineWidth = 1.5;
  pen.strokeRect(x - 2.25, y - 2.25, width + 4.5, BAR + 4.5);
}

/** What waits is hatched: an attempt for its turn, and a step between its attempts. */
function paintWaits(pen: Pen, scene: Scene, visits: readonly Visit[], top: number): void {
  visits.forEach((visit, i) => {
    const before = visits[i - 1];
    const waits = visit.status === 'pending' && visit.start !== null;
    const since = waits ? visit.start : (before?.end ?? null);
    const until = waits ? now() : visit.start;
    if (since === null || until === null || until <= since) return;
    const from = Math.max(0, xOf(scene, since));
    const to = Math.min(scene.width, xOf(scene, until));
    if (to - from > 1) paintHatch(pen, from, top + 3, to - from, BAR - 6, 'pending');
  });
}

function paintHatch(pen: Pen, x: number, y: number, w: number, h: number, paint: string): void {
  pen.save();
  pen.beginPath();
  pen.rect(x, y, w, h);
  pen.clip();
  pen.beginPath();
  for (let at = x - h; at < x + w; at += 5) {
    pen.moveTo(at, y + h);
    pen.lineTo(at + h, y);
  }
  pen.strokeStyle = colour(paint);
  pen.lineWidth = 1;
  pen.stroke();
  pen.restore();
}

/** The length, beside the bar where there is room. */
function paintLength(pen: Pen, scene: Scene, visit: Visit, top: number, alone: boolean): void {
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
  else if (alone && start - wide - 6 > 0) pen.fillText(text, start - wide - 6, top + BAR - 2);
}

/** The whole run in a strip, with what is in view, and the axis of the view. */
export function paintHead(pen: Pen, scene: Scene, brush: Span | null, overview: Overview): void {
  const drawn = overview.of(scene);
  pen.drawImage(drawn, 0, 0, scene.width, OVERVIEW);
  const shown = brush ?? scene.view;
  const share = scene.width / spanLength(scene.whole);
  const from = (Math.min(shown.from, shown.to) - scene.whole.from) * share;
  const to = (Math.max(shown.from, shown.to) - scene.whole.from) * share;
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
    const text = tick === scene.start ? '0' : duration(tick - scene.start);
    if (x < scene.width - 30) pen.fillText(text, x + 4, HEAD - 8);
  }
  paintBreaks(pen, scene);
}

/** How long each break is, where the axis leaves it out. */
function paintBreaks(pen: Pen, scene: Scene): void {
  for (const pause of scene.axis.breaks) {
    const [from, to] = [xOf(scene, pause.from), xOf(scene, pause.to)];
    if (to < 0 || from > scene.width) continue;
    paintHatch(pen, from, OVERVIEW + 6, to - from, HEAD, 'border');
    const text = `⋯ ${duration(pause.to - pause.from)} idle`;
    const wide = pen.measureText(text).width;
    const at = Math.max(2, Math.min(scene.width - wide - 6, (from + to - wide) / 2));
    pen.fillStyle = colour('page');
    pen.fillRect(at - 4, OVERVIEW + 8, wide + 8, 16);
    pen.fillStyle = colour('text');
    pen.fillText(text, at, HEAD - 8);
  }
}

function paintOverview(pen: Pen, scene: Scene): void {
  const count = Math.max(1, scene.tracks.length);
  const height = Math.max(1, Math.min(3, (OVERVIEW - 6) / count));
  const paint = (track: Track, i: number): void => {
    const y = 3 + (i / count) * (OVERVIEW - 6);
    pen.fillStyle = colour(track.status);
    for (const visit of track.visits) {
      if (visit.start === null) continue;
      const x = xOf(scene, visit.start, scene.whole);
      pen.fillRect(x, y, Math.max(1, xOf(scene, endOf(visit), scene.whole) - x), height);
    }
  };
  scene.tracks.forEach(paint);
  // What failed lies on top.
  scene.tracks.forEach((track, i) => isBad(track.status) && paint(track, i));
}

/** The strip of the whole run, drawn again only when it looks different. */
export class Overview {
  readonly #canvas = document.createElement('canvas');
  #scene!: Scene;
  readonly #drawn = kept((..._looks: readonly unknown[]) => {
    const pen = prepared(this.#canvas, this.#scene.width, OVERVIEW);
    if (pen) paintOverview(pen, this.#scene);
    return this.#canvas;
  });

  of(scene: Scene): HTMLCanvasElement {
    const { tracks, whole, axis, width, live } = scene;
    const beat = live ? Math.floor(now() / 500) : 0;
    this.#scene = scene;
    return this.#drawn(tracks, axis, whole.to, width, beat, painted.value, devicePixelRatio);
  }
}
