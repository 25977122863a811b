import { timeAxis, type Area } from '../chart/axis';
import type { Bucket } from './buckets';

export const HEIGHT = 264;

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
