import { ROUND_LENGTHS } from '../chart/scale';
import type { Bucket } from './buckets';
import type { Run } from './recent';

/** Runs of a part of the time that took about as long. */
export interface Cell {
  readonly bucket: Bucket;
  readonly row: number;
  readonly least: number;
  readonly below: number;
  readonly count: number;
}

export interface Heat {
  /** The least length of each row, from the shortest; one more than there are rows. */
  readonly edges: readonly number[];
  readonly cells: readonly Cell[];
  readonly most: number;
}

/** Nothing runs for longer than the last; if it does, it counts as that. */
const EDGES = [0, ...ROUND_LENGTHS];

/** How many runs of each bucket took how long; rows are those between the shortest and the longest. */
export function heatOf(runs: readonly Run[], buckets: readonly Bucket[]): Heat {
  const starts = buckets.map((it) => it.start);
  const counts = new Map<number, number>();
  let low = EDGES.length;
  let high = -1;
  for (const { started, durationMs } of runs) {
    const column = indexIn(starts, started);
    if (durationMs === null || column < 0) continue;
    const row = Math.min(indexIn(EDGES, durationMs), EDGES.length - 2);
    low = Math.min(low, row);
    high = Math.max(high, row);
    const slot = column * EDGES.length + row;
    counts.set(slot, (counts.get(slot) ?? 0) + 1);
  }
  const cells = [...counts]
    .sort(([a], [b]) => a - b)
    .map(([slot, count]): Cell => {
      const row = slot % EDGES.length;
      const bucket = buckets[Math.floor(slot / EDGES.length)] as Bucket;
      const [least, below] = EDGES.slice(row, row + 2) as [number, number];
      return { bucket, row: row - low, least, below, count };
    });
  return {
    edges: high < 0 ? [] : EDGES.slice(low, high + 2),
    cells,
    most: Math.max(0, ...counts.values()),
  };
}

/** The last place whose value is not above; −1 if all are. */
export function indexIn(ascending: readonly number[], value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
