import { api } from '../api/client';
import { period, shifted } from '../time/period';
import { asQuery } from './policy';
import type { Policy } from './requests';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MOST_DAYS = 366;
/** A count of the store each: few enough not to weigh on it. */
const MOST_BARS = 12;

/** What is about to reach its age between two moments. */
export interface Leaving {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/**
 * What will be gone when, by age alone: executions that are stored, by the time at which they started,
 * moved on by the age they may reach. Statistics would be cheaper to ask for, but remember also what is
 * gone already.
 */
export async function forecast(policy: Policy, now: number): Promise<readonly Leaving[]> {
  const age = policy.maxAge ? period(policy.maxAge) : null;
  if (!age) return [];
  const oldest = shifted(now, age, -1);
  const newest = Math.min(now, oldest + MOST_DAYS * DAY);
  const size = sliceSize(newest - oldest);
  const bars: Leaving[] = [];
  for (let from = oldest; from < newest; from += size) {
    const to = Math.min(from + size, newest);
    const counts = await api.counts([
      ...asQuery(policy),
      ['pinned', 'false'],
      ['startedAfter', new Date(from).toISOString()],
      ['startedBefore', new Date(to).toISOString()],
    ]);
    // Those that run do not leave.
    const count = counts.total - counts.running - counts.pending;
    bars.push({ from: shifted(from, age, 1), to: shifted(to, age, 1), count });
  }
  return bars;
}

/** Whole hours or days, so that no more than so many fit. */
function sliceSize(span: number): number {
  const unit = span <= 3 * DAY ? HOUR : DAY;
  return Math.max(1, Math.ceil(span / unit / MOST_BARS)) * unit;
}
