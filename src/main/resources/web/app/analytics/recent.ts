import type { Status } from '../api/types';
import { count } from '../chart/table';
import { dateTime } from '../time/zone';
import { bucketsOf, type Bucket } from './buckets';
import { runs, type RunItem } from './requests';
import { since, statsQuery, type Scope } from './scope';

/** What is kept of a run. */
export interface Run {
  readonly id: string;
  readonly status: Status;
  readonly queued: number | null;
  readonly started: number;
  readonly completed: number | null;
  readonly durationMs: number | null;
}

/** The newest runs of a scope, newest first. */
interface Recent {
  readonly runs: readonly Run[];
  /** There are more. */
  readonly isCapped: boolean;
  /** From when on all are known. */
  readonly from: number;
}

/** No statistics tell how runs overlap or spread: they are reckoned from this many runs at most. */
const MOST = 5_000;

const PAGE = 1_000;

/** The newest runs, and the buckets in which all are known: those of the scope, or of its later part. */
export interface RecentBuckets extends Recent {
  readonly buckets: readonly Bucket[];
}

export async function recentBuckets(scope: Scope): Promise<RecentBuckets> {
  const recent = await recentRuns(scope);
  return { ...recent, buckets: await bucketsOf(since(scope, recent.from)) };
}

/** How it is said that not all are told of; nothing, if all are. */
export function newest({ isCapped, from }: Recent): string {
  return isCapped ? `the newest ${count(MOST)}, since ${dateTime(from).slice(0, 16)}` : '';
}

interface Kept {
  readonly question: string;
  readonly recent: Recent;
  /** The last change that is known. */
  readonly changedAt: number;
}

let kept: Kept | null = null;
let asked: { key: string; answer: Promise<Recent> } | null = null;

/** Several panels tell of them: they are asked for once, and then only what has changed since. */
function recentRuns(scope: Scope): Promise<Recent> {
  if (asked?.key === scope.key) return asked.answer;
  const before = kept?.question === scope.question ? kept : null;
  const answer = (before ? renewed(before, scope) : all(scope)).then((it) => {
    kept = it;
    return it.recent;
  });
  asked = { key: scope.key, answer };
  answer.catch(() => {
    if (asked?.answer === answer) asked = null;
  });
  return answer;
}

function query(scope: Scope, cursor: string | null): [string, string][] {
  const names: Record<string, string> = { from: 'startedAfter', to: 'startedBefore' };
  const query = statsQuery(scope).map(([n, v]): [string, string] => [names[n] ?? n, v]);
  query.push(['limit', String(PAGE)]);
  if (cursor) query.push(['cursor', cursor]);
  return query;
}

async function all(scope: Scope): Promise<Kept> {
  const found: Run[] = [];
  let changedAt = 0;
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof runs>> = await runs(query(scope, cursor));
    for (const item of page.items) {
      found.push(runOf(item));
      changedAt = Math.max(changedAt, Date.parse(item.updatedAt));
    }
    cursor = page.nextCursor;
  } while (cursor && found.length < MOST);
  return keep(scope, found, cursor !== null, changedAt);
}

/** What changed since; all anew, where that is no less. */
async function renewed(before: Kept, scope: Scope): Promise<Kept> {
  const page = await runs([...query(scope, null), ['orderBy', 'updatedAt']]);
  const oldest = page.items.at(-1);
  if (page.nextCursor && oldest && Date.parse(oldest.updatedAt) > before.changedAt) {
    return all(scope);
  }
  const changed = page.items.filter((it) => Date.parse(it.updatedAt) >= before.changedAt);
  const byId = new Map(before.recent.runs.map((it) => [it.id, it]));
  for (const item of changed) {
    const run = runOf(item);
    if (run.started >= before.recent.from) byId.set(run.id, run);
  }
  const changedAt = Math.max(before.changedAt, ...changed.map((it) => Date.parse(it.updatedAt)));
  const found = [...byId.values()]
    .filter((it) => it.started >= scope.from)
    .sort((a, b) => b.started - a.started);
  const isCapped = before.recent.isCapped && before.recent.from > scope.from;
  return keep(scope, found, isCapped, changedAt);
}

function keep(scope: Scope, found: Run[], isMore: boolean, changedAt: number): Kept {
  const isCapped = isMore || found.length > MOST;
  const newest = found.slice(0, MOST);
  const from = isCapped ? (newest.at(-1)?.started ?? scope.from) : scope.from;
  return { question: scope.question, recent: { runs: newest, isCapped, from }, changedAt };
}

function runOf(item: RunItem): Run {
  const { id, status, queuedAt, startedAt, completedAt, durationMs } = item;
  return {
    id,
    status,
    queued: queuedAt ? Date.parse(queuedAt) : null,
    started: Date.parse(startedAt),
    completed: completedAt ? Date.parse(completedAt) : null,
    durationMs,
  };
}
