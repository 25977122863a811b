import { api } from '../api/client';
import { period, shifted } from '../time/period';
import { asQuery } from './policy';
import type { Policy } from './requests';

const YEAR = 366 * 86_400_000;
/** A count of the store each: few enough not to weigh on it. */
const BARS = 12;

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
  const size = Math.min(now - oldest, YEAR) / BARS;
  const bars: Leaving[] = [];
  for (let i = 0; i < BARS; i++) {
    const from = oldest + i * size;
    const to = from + size;
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
