import { drawBar } from '../chart/bars';
import { colour } from '../look/theme';
import { lengthOf } from '../step/visits';
import { duration, tickStep } from '../time/duration';
import type { Side } from './comparison';
import type { Step } from './pairing';
import type { Row } from './rows';

export const ROW = 32;
export const HEAD = 52;
const BAR = 9;
const LANES = { a: 6, b: 18 } as const;
const FONT = '11px system-ui, sans-serif';

type Pen = CanvasRenderingContext2D;

/** What is to be drawn, and how large. Both begin at 0. */
export interface Scene {
  readonly rows: readonly Row[];
  readonly a: Side;
  readonly b: Side;
  readonly asOf: number;
  readonly width: number;
  readonly height: number;
}

/** Room at the end, for the frame of what one of both has alone. */
const AIR = 6;

function scale({ a, b, width }: Scene): number {
  return (width - AIR) / Math.max(1, a.length, b.length);
}

/** Round moments, counted from the start of both. */
function* ticks(scene: Scene): Generator<number> {
  const span = Math.max(1, scene.a.length, scene.b.length);
  const step = tickStep(span, scene.width / 100);
  for (let at = 0; at <= span; at += step) yield at;
}

/** The bars of the rows in sight, A above B; work depends on these alone. */
export function paintRows(pen: Pen, scene: Scene, top: number): void {
  const { rows, height } = scene;
  pen.fillStyle = colour('hairline');
  const perMs = scale(scene);
  for (const tick of ticks(scene)) pen.fillRect(Math.round(tick * perMs), 0, 1, height);
  const first = Math.max(0, Math.floor(top / ROW));
  const end = Math.min(rows.length, Math.ceil((top + height) / ROW));
  for (let i = first; i < end; i++) {
    const { a, b } = rows[i] as Row;
    const y = i * ROW - top;
    if (a) paintStep(pen, scene, a, scene.a.start, y + LANES.a);
    if (b) paintStep(pen, scene, b, scene.b.start, y + LANES.b);
    if (a && !b) outline(pen, scene, a, scene.a, y + LANES.a);
    if (b && !a) outline(pen, scene, b, scene.b, y + LANES.b);
  }
}

/** Every attempt by itself. */
function paintStep(pen: Pen, scene: Scene, step: Step, start: number, y: number): void {
  const perMs = scale(scene);
  for (const visit of step.attempts) {
    if (visit.start === null) continue;
    const x = Math.min(scene.width - 2, (visit.start - start) * perMs);
    drawBar(pen, visit.status, x, y, (lengthOf(visit, scene.asOf) ?? 0) * perMs, BAR);
  }
}

/** What one of both has alone, by its letter and a frame around its bars. */
function outline(pen: Pen, scene: Scene, step: Step, { letter, start }: Side, y: number): void {
  const perMs = scale(scene);
  const begun = step.attempts.filter((it) => it.start !== null);
  if (begun.length === 0) return;
  const at = begun.map((it) => (it.start ?? 0) - start);
  const ends = begun.map((it, i) => (at[i] ?? 0) + (lengthOf(it, scene.asOf) ?? 0));
  const from = Math.min(...at) * perMs;
  const width = Math.max(2, Math.max(...ends) * perMs - from) + 5;
  pen.strokeStyle = colour('text');
  pen.lineWidth = 1;
  pen.strokeRect(Math.max(0.5, from - 2.5), y - 2.5, width, BAR + 5);
  pen.font = `600 ${FONT}`;
  pen.fillStyle = colour('text');
  const after = from + width + 4;
  pen.fillText(letter, after + 10 < scene.width ? after : Math.max(2, from - 16), y + 8.5);
}

/** Both executions as a whole, and the axis they share. */
export function paintHead(pen: Pen, scene: Scene): void {
  const perMs = scale(scene);
  const { a, b, width } = scene;
  [a, b].forEach(({ took, execution }, i) =>
    drawBar(pen, execution?.status ?? 'pending', 0, 5 + 14 * i, (took ?? 0) * perMs, 10),
  );
  pen.font = FONT;
  for (const tick of ticks(scene)) {
    const x = Math.round(tick * perMs);
    pen.fillStyle = colour('hairline');
    pen.fillRect(x, 34, 1, HEAD);
    pen.fillStyle = colour('muted');
    const text = tick === 0 ? '0' : duration(tick);
    if (x + pen.measureText(text).width + 4 < width) pen.fillText(text, x + 4, HEAD - 6);
  }
}
