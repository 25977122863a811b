import { items } from './lists';
import type { Counts, Status } from './types';

export function countOf(counts: Counts, status: Status): number {
  if (status === 'skipped') return 0;
  return counts[status === 'timed_out' ? 'timedOut' : status];
}

/** How many there are of some statuses, parted by commas; of all, if there are none. */
export function countOfAll(counts: Counts, statuses: string): number {
  if (!statuses) return counts.total;
  return items(statuses).reduce((sum, it) => sum + (countOf(counts, it as Status) || 0), 0);
}
