import type { Counts } from '../api/types';
import { period, shifted } from '../time/period';
import { asQuery } from './policy';
import { requests, type Policy } from './requests';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MOST_DAYS = 366;
/** A count of the store each: few enough not to weigh on it. */
const MOST_BARS = 12;
const AT_ONCE = 3;

/** What is about to reach its age between two moments. */
export interface Leaving {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

export interface Forecast {
  readonly bars: readonly Leaving[];
  /** Until when it looks. */
  readonly until: number;
  /** What began too long ago to be drawn, and is there: due now, or imported later. */
  readonly earlier: number;
}

/**
 * What will be gone when, by age alone: executions that are stored, by the time at which they started,
 * moved on by the age they may reach. Statistics would be cheaper to ask for, but remember also what is
 * gone already.
 */
export async function forecast(policy: Policy, now: number): Promise<Forecast | null> {
  const age = policy.maxAge ? period(policy.maxAge) : null;
  if (!age) return null;
  const oldest = shifted(now, age, -1);
  const newest = Math.min(now, oldest + MOST_DAYS * DAY);
  const query = [...asQuery(policy), ['pinned', 'false']] as [string, string][];
  const slices: { from: number; to: number }[] = [{ from: -Infinity, to: oldest }];
  const size = sliceSize(newest - oldest);
  for (let from = oldest; from < newest; from += size) {
    slices.push({ from, to: Math.min(from + size, newest) });
  }
  const [earlier = 0, ...counts] = await inTurn(slices, async ({ from, to }) => {
    const range: [string, string][] = [['startedBefore', new Date(to).toISOString()]];
    if (Number.isFinite(from)) range.push(['startedAfter', new Date(from).toISOString()]);
    return over(await requests.counts([...query, ...range]));
  });
  const bars = slices.slice(1).map(({ from, to }, i) => ({
    from: shifted(from, age, 1),
    to: shifted(to, age, 1),
    count: counts[i] ?? 0,
  }));
  return { bars, until: bars.at(-1)?.to ?? now, earlier };
}

/** Whole hours or days, so that no more than so many fit. */
function sliceSize(span: number): number {
  const unit = span <= 3 * DAY ? HOUR : DAY;
  return Math.max(1, Math.ceil(span / unit / MOST_BARS)) * unit;
}

/** Those that run do not leave. */
function over(counts: Counts): number {
  return counts.total - counts.running - counts.pending;
}

/** Does it for all, a few at a time. */
async function inTurn<A, B>(all: readonly A[], work: (it: A) => Promise<B>): Promise<B[]> {
  const done: B[] = [];
  let next = 0;
  const worker = async () => {
    while (next < all.length) {
      const at = next++;
      done[at] = await work(all[at] as A);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return done;
}

/** How many leave within a time from now. */
export function within(bars: readonly Leaving[], until: number): number {
  return bars.reduce((sum, it) => {
    if (it.from >= until) return sum;
    const share = Math.min(1, (until - it.from) / Math.max(1, it.to - it.from));
    return sum + Math.round(it.count * share);
  }, 0);
}
