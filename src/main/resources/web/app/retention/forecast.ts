import type { Counts, StatsBucket } from '../api/types';
import { period, shifted } from '../time/period';
import { zoneName } from '../time/zone';
import { asQuery, labelsOf, texts } from './policy';
import { requests, type Policy } from './requests';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MOST_DAYS = 366;
const MOST_BARS = 60;

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
  /** What the daily counts cannot tell apart, and are therefore too many. */
  readonly ignoresLabels: boolean;
}

/**
 * What will be gone when, by age alone: executions by the day on which they started, moved on by the
 * age they may reach. The counts are of statistics, one request for a policy whatever the history.
 */
export async function forecast(policy: Policy, now: number): Promise<Forecast | null> {
  const age = policy.maxAge ? period(policy.maxAge) : null;
  if (!age) return null;
  const oldest = shifted(now, age, -1);
  const unit = now - oldest <= 3 * DAY ? HOUR : DAY;
  const newest = Math.min(now, oldest + MOST_DAYS * DAY);
  const workflow = asQuery(policy).filter(([name]) => name === 'workflowId');
  const buckets = await requests.series([
    ...workflow,
    ['bucket', unit === HOUR ? 'hour' : 'day'],
    ['zone', zoneName()],
    ['from', new Date(oldest).toISOString()],
    ['to', new Date(newest).toISOString()],
  ]);
  const leaving = buckets.map((bucket) => {
    const from = shifted(Date.parse(bucket.start), age, 1);
    return { from: Math.max(now, from), to: from + unit, count: of(policy, bucket) };
  });
  return {
    bars: gathered(leaving),
    until: shifted(newest, age, 1),
    ignoresLabels: labelsOf(policy.label).length > 0,
  };
}

function of(policy: Policy, bucket: StatsBucket): number {
  const statuses = texts(policy.status);
  if (statuses.length === 0) return bucket.total;
  return statuses.reduce(
    (sum, it) => sum + Number(bucket[(it === 'timed_out' ? 'timedOut' : it) as keyof Counts] ?? 0),
    0,
  );
}

/** So few that each can be seen. */
function gathered(leaving: readonly Leaving[]): Leaving[] {
  const size = Math.max(1, Math.ceil(leaving.length / MOST_BARS));
  const bars: Leaving[] = [];
  for (let i = 0; i < leaving.length; i += size) {
    const some = leaving.slice(i, i + size);
    bars.push({
      from: (some[0] as Leaving).from,
      to: (some.at(-1) as Leaving).to,
      count: some.reduce((sum, it) => sum + it.count, 0),
    });
  }
  return bars;
}

/** How many leave within a time from now. */
export function within(bars: readonly Leaving[], until: number): number {
  return bars.reduce((sum, it) => {
    if (it.from >= until) return sum;
    const share = Math.min(1, (until - it.from) / Math.max(1, it.to - it.from));
    return sum + Math.round(it.count * share);
  }, 0);
}
