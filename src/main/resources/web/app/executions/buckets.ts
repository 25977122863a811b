import { countOf } from '../api/counts';
import { STATUSES, statusWord } from '../api/status';
import { dateTime } from '../time/zone';
import type { StatsBucket, Status } from '../api/types';

export interface Bucket {
  readonly startMs: number;
  readonly endMs: number;
  readonly counts: ReadonlyMap<Status, number>;
  readonly total: number;
}

const HOUR = 3_600_000;
/** What went well is at the foot, what is bad on top. */
const UPWARDS = [...STATUSES].reverse();

/** The finest buckets of the service that do not become too many. */
export function bucketWord(spanMs: number): 'minute' | 'hour' | 'day' {
  if (spanMs <= 6 * HOUR) return 'minute';
  return spanMs <= 20 * 24 * HOUR ? 'hour' : 'day';
}

/** Buckets of the service, joined until there are at most so many. */
export function joined(items: readonly StatsBucket[], endMs: number, most: number): Bucket[] {
  const size = Math.max(1, Math.ceil(items.length / most));
  const buckets: Bucket[] = [];
  for (let at = 0; at < items.length; at += size) {
    const part = items.slice(at, at + size);
    const next = items[at + size];
    const counts = new Map<Status, number>();
    for (const status of UPWARDS) {
      const count = part.reduce((sum, it) => sum + countOf(it, status), 0);
      if (count > 0) counts.set(status, count);
    }
    buckets.push({
      startMs: Date.parse((part[0] as StatsBucket).start),
      endMs: next ? Date.parse(next.start) : endMs,
      counts,
      total: part.reduce((sum, it) => sum + it.total, 0),
    });
  }
  return buckets;
}

/** A bucket in words. */
export function told(bucket: Bucket): string {
  const counts = [...bucket.counts].map(([status, n]) => `${n} ${statusWord(status)}`);
  return `${dateTime(bucket.startMs)} to ${dateTime(bucket.endMs)}: ${counts.join(', ') || 'none'}`;
}
