import type { Status } from '../api/types';
import { sideAxis, timeAxis, type Area } from '../chart/axis';
import { drawBar } from '../chart/bars';
import { drawLine, nameLine, type Point } from '../chart/line';
import type { Mark } from '../chart/plot';
import { lengths, lengthWord } from '../chart/scale';
import { counted } from '../look/amounts';
import { colour } from '../look/theme';
import { duration } from '../time/duration';
import { spanOf, type Bucket } from './buckets';

export const HEIGHT = 264;

/** With fewer, a percentile says little. */
export const ENOUGH = 20;

/** The room for two drawings that share one axis of time, one above the other. */
export interface Frame {
  readonly upper: Area;
  readonly lower: Area;
  x(ms: number): number;
  /** The middle of a bucket. */
  middle(bucket: Bucket): number;
  width(bucket: Bucket): number;
}

/** Divides the room, with so much of it for the upper drawing, and draws the axis of time. */
export function framed(
  pen: CanvasRenderingContext2D,
  width: number,
  buckets: readonly Bucket[],
  share: number,
  right = 12,
): Frame {
  const side = { left: 56, right: width - right };
  const foot = HEIGHT - 20;
  const split = Math.round(12 + (foot - 12) * share);
  const lower = { ...side, top: share > 0 ? split + 12 : 12, foot };
  const from = buckets[0]?.start ?? 0;
  const to = buckets.at(-1)?.end ?? 1;
  const x = (ms: number) => side.left + ((ms - from) / (to - from)) * (side.right - side.left);
  timeAxis(pen, lower, from, to, x);
  return {
    upper: { ...side, top: 12, foot: split - 6 },
    lower,
    x,
    middle: (it) => (x(it.start) + x(it.end)) / 2,
    width: (it) => x(it.end) - x(it.start),
  };
}

/** A percentile; with its dashes, and the name at its end, it is told from the others. */
export type Line = readonly [name: string, token: string, dash?: readonly number[]];

/** The percentiles of a bucket, one for each line, and of how many runs they are. */
export interface Lengths {
  readonly bucket: Bucket;
  readonly runs: number;
  readonly ms: readonly (number | null)[];
}

/** Draws percentiles, the largest first; the marks of each bucket are told from the top. */
export function drawPercentiles(
  pen: CanvasRenderingContext2D,
  { lower, middle }: Frame,
  lines: readonly Line[],
  all: readonly Lengths[],
  href: (bucket: Bucket, ms: number) => string,
): Mark[][] {
  const values = all.flatMap((it) => it.ms.map((ms) => ms ?? 0));
  const scale = lengths(values, lower.foot, lower.top);
  sideAxis(pen, lower, scale, lengthWord);
  const marks = all.map((): Mark[] => []);
  let named = -Infinity;
  lines.forEach(([name, token, dash], line) => {
    const points = all.map(({ bucket, runs, ms: { [line]: ms = null } }, i): Point => {
      const x = middle(bucket);
      if (ms === null) return { x, y: null };
      const y = scale.at(ms);
      const text = `${name} ${duration(ms)} of ${counted(runs, 'run')}\n${spanOf(bucket)}`;
      marks[i]?.push(dotMark(x, y, text, href(bucket, ms)));
      return { x, y, few: runs < ENOUGH, open: bucket.isPartial };
    });
    drawLine(pen, points, token, dash);
    named = nameLine(pen, points, token, name, named);
  });
  // How few runs stand behind a dotted line, where there is room to say it.
  pen.fillStyle = colour('muted');
  let free = lower.left;
  for (const { bucket, runs } of all) {
    const x = middle(bucket) - 12;
    if (runs === 0 || runs >= ENOUGH || x < free) continue;
    pen.fillText(`n=${runs}`, x, lower.foot - 4);
    free = x + 34;
  }
  return marks;
}

/** A mark around a point. */
export function dotMark(x: number, y: number, text: string, href: string): Mark {
  return { x: x - 4, y: y - 4, width: 8, height: 8, text, href };
}

/** A bar of what is not all there yet. */
export function drawHollow(
  pen: CanvasRenderingContext2D,
  token: string,
  { x, y, width, height }: Pick<Mark, 'x' | 'y' | 'width' | 'height'>,
): void {
  pen.strokeStyle = colour(token);
  pen.lineWidth = 1;
  pen.strokeRect(x + 0.5, y + 0.5, width - 1, Math.max(1, height - 1));
}

/** A bar over a bucket: hollow, where that is in progress. */
export function column(
  pen: CanvasRenderingContext2D,
  frame: Frame,
  bucket: Bucket,
  status: Status,
  told: Omit<Mark, 'x' | 'width'>,
): Mark {
  const width = Math.max(2, frame.width(bucket) * 0.8);
  const mark = { ...told, x: frame.middle(bucket) - width / 2, width };
  if (bucket.isPartial) drawHollow(pen, status, mark);
  else drawBar(pen, status, mark.x, mark.y, width, mark.height);
  return mark;
}
