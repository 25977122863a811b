import { get } from '../api/client';
import { send } from '../api/send';
import type { Counts, ExecutionItem, Page } from '../api/types';
import { listed } from './links';
import { statsQuery, type Scope } from './scope';

export interface Stats extends Counts {
  readonly asOf: string;
  /** Completed of finished, 0 to 100. */
  readonly successRate: number | null;
  readonly p50DurationMs: number | null;
  readonly p95DurationMs: number | null;
  readonly p99DurationMs: number | null;
  readonly cost: Readonly<Record<string, number>>;
}

export interface StatsRow extends Stats {
  readonly start: string;
}

export interface NodeStats {
  readonly nodeId: string;
  readonly runs: number;
  readonly failed: number;
  readonly p50DurationMs: number | null;
  readonly p95DurationMs: number | null;
  readonly maxDurationMs: number | null;
}

export type GroupState = 'open' | 'resolved' | 'ignored';

/** Failures that are alike. */
export interface ErrorGroup {
  readonly fingerprint: string;
  readonly message: string | null;
  readonly errorType: string | null;
  readonly failedNode: string | null;
  readonly count: number;
  readonly trend: readonly number[];
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly exampleExecution: string | null;
  readonly state: GroupState;
}

export interface ErrorGroups {
  readonly trendFrom: string;
  readonly trendPartMs: number;
  readonly items: readonly ErrorGroup[];
}

export interface RunItem extends ExecutionItem {
  readonly updatedAt: string;
}

export interface WorkflowItem {
  readonly workflowId: string;
  readonly workflowName: string | null;
}

export const totals = (scope: Scope) => get<Stats>('/stats', statsQuery(scope));

export const workflows = () =>
  get<Page<WorkflowItem>>('/workflows', [
    ['orderBy', 'total'],
    ['limit', '500'],
  ]);

export const nodes = (scope: Scope, workflow: string, limit: number) =>
  get<{ items: NodeStats[] }>('/stats/nodes', [
    ...statsQuery(scope).filter(([name]) => name !== 'workflowId'),
    ['workflowId', listed(workflow)],
    ['limit', String(limit)],
  ]);

export const errorGroups = (scope: Scope, state: string) =>
  get<ErrorGroups>('/stats/errors', [
    ...statsQuery(scope),
    ['limit', '20'],
    ...(state === 'all' ? [] : [['state', state] as const]),
  ]);

export const setState = (fingerprint: string, state: GroupState) =>
  send<ErrorGroup>('PATCH', `/stats/errors/${encodeURIComponent(fingerprint)}`, { state });

export const runs = (query: [string, string][]) => get<Page<RunItem>>('/executions', query);

/** The last answers: of a whole range, and of the later part of it. */
const series = new Map<string, Promise<readonly StatsRow[]>>();

/** Statistics by time. Several panels tell of them: they are asked for once. */
export function timeseries(scope: Scope): Promise<readonly StatsRow[]> {
  const before = series.get(scope.key);
  if (before) return before;
  const query: [string, string][] = [
    ...statsQuery(scope),
    ['bucket', scope.bucket],
    ['zone', scope.zone],
  ];
  const rows = get<{ items: StatsRow[] }>('/stats/timeseries', query).then((it) => it.items);
  for (const oldest of series.keys()) if (series.size > 1) series.delete(oldest);
  series.set(scope.key, rows);
  rows.catch(() => series.delete(scope.key));
  return rows;
}
