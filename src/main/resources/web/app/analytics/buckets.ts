import type { Counts, Status } from '../api/types';
import { moment, wall } from '../time/wall';
import { dateTime, offset } from '../time/zone';
import { timeseries, type StatsRow } from './requests';
import type { BucketWord, Scope } from './scope';

/** A part of the time that is told of. */
export interface Bucket {
  readonly start: number;
  readonly end: number;
  /** What of it lies in the range. */
  readonly from: number;
  readonly to: number;
  /** It is cut by the range, at now mostly: it does not hold all that it will, or would. */
  readonly isPartial: boolean;
  readonly finished: number;
  readonly stats: StatsRow;
}

/** From the foot of a stack to its top. */
export const STACK: readonly Status[] = [
  'completed',
  'running',
  'pending',
  'cancelled',
  'timed_out',
  'crashed',
  'failed',
];

export function finishedOf(counts: Counts): number {
  return counts.total - counts.pending - counts.running;
}

/** What explains a rate of success is what it lacks: runs that finished, and did not succeed. */
export function lacking(counts: Counts): { status?: string } {
  if (counts.completed === finishedOf(counts)) return {};
  return { status: 'failed,crashed,timed_out,cancelled' };
}

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

function endOf(start: number, bucket: BucketWord): number {
  if (bucket === 'minute') return start + MINUTE;
  if (bucket === 'hour') return start + 60 * MINUTE;
  return moment(Math.floor(wall(start) / DAY) * DAY + DAY);
}

/** The buckets of a scope; each ends where the next begins. */
export async function bucketsOf(scope: Scope): Promise<Bucket[]> {
  const rows = await timeseries(scope);
  return rows.map((stats, i) => {
    const start = Date.parse(stats.start);
    const next = rows[i + 1];
    const end = next ? Date.parse(next.start) : endOf(start, scope.bucket);
    const [from, to] = [Math.max(start, scope.from), Math.min(end, scope.to)];
    const isPartial = from > start || to < end;
    return { start, end, from, to, isPartial, finished: finishedOf(stats), stats };
  });
}

/** When a bucket is, in words. */
export function spanOf({ from, to, isPartial }: Pick<Bucket, 'from' | 'to' | 'isPartial'>): string {
  const [a, b] = [from, to].map((it) => dateTime(it).slice(0, 16));
  return `${a} to ${b} ${offset(from)}${isPartial ? '\nnot the whole of it' : ''}`;
}
