import type { Bucket } from './buckets';
import { indexIn } from './heat';
import type { Run } from './recent';

/** How much ran at once in a part of the time, and how long what began in it had waited. */
export interface Busy {
  readonly bucket: Bucket;
  /** The most at one moment. */
  readonly peak: number;
  readonly waited: number;
  readonly p50: number | null;
  readonly p95: number | null;
}

/** Runs that were pending never ran; one that has not ended still runs. */
export function busyOf(runs: readonly Run[], buckets: readonly Bucket[]): Busy[] {
  const changes: (readonly [number, number])[] = [];
  const waits: number[][] = buckets.map(() => []);
  const starts = buckets.map((it) => it.start);
  for (const run of runs) {
    if (run.status === 'pending') continue;
    const length = run.durationMs ?? Infinity;
    changes.push(
      [run.started, 1],
      [Math.max(run.started, run.completed ?? run.started + length), -1],
    );
    if (run.queued !== null) {
      waits[indexIn(starts, run.started)]?.push(Math.max(0, run.started - run.queued));
    }
  }
  // At the same moment what ends goes before what begins: one after the other is not at once.
  changes.sort(([a, x], [b, y]) => a - b || x - y);
  const peaks = peaksOf(changes, buckets);
  return buckets.map((bucket, i) => {
    const sorted = (waits[i] as number[]).sort((a, b) => a - b);
    return {
      bucket,
      peak: peaks[i] as number,
      waited: sorted.length,
      p50: quantile(sorted, 0.5),
      p95: quantile(sorted, 0.95),
    };
  });
}

function peaksOf(
  changes: readonly (readonly [number, number])[],
  buckets: readonly Bucket[],
): number[] {
  let running = 0;
  let next = 0;
  return buckets.map(({ start, end }) => {
    while (next < changes.length && (changes[next] as readonly [number, number])[0] < start) {
      running += (changes[next++] as readonly [number, number])[1];
    }
    let peak = running;
    while (next < changes.length && (changes[next] as readonly [number, number])[0] < end) {
      running += (changes[next++] as readonly [number, number])[1];
      peak = Math.max(peak, running);
    }
    return peak;
  });
}

/** By the nearest rank; null of nothing. */
export function quantile(sorted: readonly number[], q: number): number | null {
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? null;
}
