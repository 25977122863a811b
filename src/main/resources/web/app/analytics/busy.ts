import type { Bucket } from './buckets';
import { indexIn } from './heat';
import type { Lengths } from './over-time';
import type { Run } from './recent';

/** How much ran at once in a part of the time, and how long what began in it had waited. */
export interface Busy extends Lengths {
  /** The most at one moment. */
  readonly peak: number;
}

/** Runs that were pending never ran; one that has not ended still runs. */
export function busyOf(runs: readonly Run[], buckets: readonly Bucket[]): Busy[] {
  const changes: [number, number][] = [];
  const waits = buckets.map((): number[] => []);
  const starts = buckets.map((it) => it.start);
  for (const { status, queued, started, completed, durationMs } of runs) {
    if (status === 'pending') continue;
    const end = completed || started + (durationMs ?? Infinity);
    changes.push([started, 1], [Math.max(started, end), -1]);
    if (queued) waits[indexIn(starts, started)]?.push(Math.max(0, started - queued));
  }
  // At the same moment what ends goes before what begins: one after the other is not at once.
  changes.sort(([a, x], [b, y]) => a - b || x - y);
  let running = 0;
  let next = 0;
  const peakUntil = (end: number): number => {
    let peak = running;
    for (let change = changes[next]; change && change[0] < end; change = changes[++next]) {
      running += change[1];
      peak = Math.max(peak, running);
    }
    return peak;
  };
  peakUntil(starts[0] ?? 0);
  return buckets.map((bucket, i) => {
    const sorted = (waits[i] as number[]).sort((a, b) => a - b);
    return {
      bucket,
      peak: peakUntil(bucket.end),
      runs: sorted.length,
      ms: [quantile(sorted, 0.95), quantile(sorted, 0.5)],
    };
  });
}

/** By the nearest rank; null of nothing. */
function quantile(sorted: readonly number[], q: number): number | null {
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? null;
}
