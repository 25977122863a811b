import type { Status } from '../api/types';
import type { Bucket } from './buckets';

export interface Range {
  from: number;
  to: number;
}

/** The bar a key goes to, from one or from nowhere, which is behind the last; none for other keys. */
export function barFor(name: string, from: number, count: number): number | undefined {
  const at = from < 0 ? count : from;
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: count - 1 }[name];
  return to === undefined ? undefined : Math.max(0, Math.min(count - 1, to));
}

/** The status above or below one in a bar; none beyond the ends, which stands for all of them. */
export function climbed(bucket: Bucket, from: Status | undefined, by: 1 | -1): Status | undefined {
  const statuses = [...bucket.counts.keys()];
  const at = from ? statuses.indexOf(from) : by > 0 ? -1 : statuses.length;
  return statuses[at + by];
}

/** A range drawn on to a bar, which it includes on either side. */
export function drawn(range: Range | null, from: Bucket | undefined, to: Bucket): Range {
  if (!range) {
    const start = from ?? to;
    return start.startMs > to.startMs
      ? { from: start.endMs, to: to.startMs }
      : { from: start.startMs, to: to.endMs };
  }
  return { from: range.from, to: range.from < to.endMs ? to.endMs : to.startMs };
}
