import type { ExecutionItem, Status } from '../api/types';
import { count } from '../chart/table';
import { dateTime } from '../time/zone';
import { bucketsOf, type Bucket } from './buckets';
import { runs } from './requests';
import { since, statsQuery, type Scope } from './scope';
import { shared } from './shared';

/** What is kept of a run. */
export interface Run {
  readonly status: Status;
  readonly queued: number;
  readonly started: number;
  readonly completed: number;
  readonly durationMs: number | null;
}

/** The newest runs, and the buckets in which all are known: those of the scope, or of its later part. */
export interface Recent {
  readonly runs: readonly Run[];
  readonly buckets: readonly Bucket[];
  /** From when on all are known, where there are more; else null. */
  readonly cappedAt: number | null;
}

/** No statistics tell how runs overlap or spread: they are reckoned from this many runs at most. */
const MOST = 5_000;

const NAMES: Record<string, string> = { from: 'startedAfter', to: 'startedBefore' };

export const recentRuns = shared(async (scope: Scope): Promise<Recent> => {
  const query = statsQuery(scope).map(([name, value]) => [NAMES[name] ?? name, value] as const);
  const found: Run[] = [];
  let cursor: string | null = '';
  while (cursor !== null && found.length < MOST) {
    const more: [string, string][] = cursor ? [['cursor', cursor]] : [];
    const page: Awaited<ReturnType<typeof runs>> = await runs([
      ...query,
      ['limit', '1000'],
      ...more,
    ]);
    found.push(...page.items.map(runOf));
    cursor = page.nextCursor;
  }
  const cappedAt = cursor === null ? null : (found.at(-1) as Run).started;
  return { runs: found, cappedAt, buckets: await bucketsOf(since(scope, cappedAt ?? 0)) };
});

/** How it is said that not all are told of; nothing, if all are. */
export function newest({ cappedAt }: Recent): string {
  return cappedAt ? `the newest ${count(MOST)}, since ${dateTime(cappedAt).slice(0, 16)}` : '';
}

/** What has no such moment has none that is a number. */
function runOf({ status, queuedAt, startedAt, completedAt, durationMs }: ExecutionItem): Run {
  const [queued, started, completed] = [queuedAt, startedAt, completedAt].map((it) =>
    Date.parse(it ?? ''),
  ) as [number, number, number];
  return { status, queued, started, completed, durationMs };
}
