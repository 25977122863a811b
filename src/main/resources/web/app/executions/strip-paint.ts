import type { Status } from '../api/types';
import { timeAxis } from '../chart/axis';
import { drawBar } from '../chart/bars';
import { colour } from '../look/theme';
import type { Bucket } from './buckets';

export const HEIGHT = 72;
const AXIS = 18;
const FOOT = HEIGHT - AXIS;

/** What of the strip is drawn, in CSS pixels. */
export interface Picture {
  readonly from: number;
  readonly to: number;
  readonly width: number;
  readonly buckets: readonly Bucket[];
  /** The statuses asked for; the others are faint. None means all. */
  readonly chosen: ReadonlySet<string>;
  readonly hover: number;
  readonly segment: Status | undefined;
  /** What is being chosen. */
  readonly range: { readonly from: number; readonly to: number } | null;
}

export function xOf(picture: Picture, ms: number): number {
  return ((ms - picture.from) / (picture.to - picture.from)) * picture.width;
}

/** The segments of a bar from the foot up, as they are drawn and hit. */
function* segments(
  bucket: Bucket,
  most: number,
): Generator<{ status: Status; y: number; height: number }> {
  let y = FOOT;
  for (const [status, count] of bucket.counts) {
    const height = Math.max(2, (count / most) * (FOOT - 6));
    y -= height;
    yield { status, y, height };
  }
}

function mostOf(buckets: readonly Bucket[]): number {
  return buckets.reduce((most, it) => Math.max(most, it.total), 1);
}

/** The status at a height of a bar; none above it, and none in the axis below. */
export function statusAt(
  buckets: readonly Bucket[],
  bucket: Bucket,
  y: number,
): Status | undefined {
  if (y > FOOT) return undefined;
  for (const it of segments(bucket, mostOf(buckets))) if (y >= it.y) return it.status;
  return undefined;
}

export function paintStrip(pen: CanvasRenderingContext2D, picture: Picture): void {
  const { buckets, width, chosen, hover, segment, range } = picture;
  const most = mostOf(buckets);
  buckets.forEach((bucket, index) => {
    const x = Math.max(0, xOf(picture, bucket.startMs));
    const end = Math.min(width, xOf(picture, bucket.endMs));
    if (index === hover) {
      pen.fillStyle = colour('hover');
      pen.fillRect(x, 0, end - x, FOOT);
    }
    for (const { status, y, height } of segments(bucket, most)) {
      pen.globalAlpha = chosen.size > 0 && !chosen.has(status) ? 0.25 : 1;
      drawBar(pen, status, x + 0.5, y, Math.max(2, end - x - 1.5), height);
      pen.globalAlpha = 1;
      if (index === hover && status === segment) {
        pen.strokeStyle = colour('link');
        pen.lineWidth = 2;
        pen.strokeRect(x, y, Math.max(3, end - x), height);
      }
    }
  });
  const area = { left: 0, right: width, top: 0, foot: FOOT };
  timeAxis(pen, area, picture.from, picture.to, (ms) => xOf(picture, ms));
  if (range) {
    const [a, b] = [xOf(picture, range.from), xOf(picture, range.to)];
    pen.fillStyle = colour('link');
    pen.globalAlpha = 0.18;
    pen.fillRect(Math.min(a, b), 0, Math.abs(b - a), FOOT);
    pen.globalAlpha = 1;
  }
}
