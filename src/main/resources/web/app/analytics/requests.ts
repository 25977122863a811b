import { get } from '../api/client';
import { listed } from '../api/lists';
import { send } from '../api/send';
import type { Counts, ExecutionItem, Page } from '../api/types';
import { statsQuery, type Scope } from './scope';
import { shared } from './shared';

export interface Stats extends Counts {
  readonly asOf: string;
  /** Completed of finished, 0 to 100. */
  readonly successRate: number | null;
  readonly p50DurationMs: number | null;
  readonly p95DurationMs: number | null;
  readonly p99DurationMs: number | null;
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
  state: GroupState;
}

export interface ErrorGroups {
  readonly trendFrom: string;
  readonly trendPartMs: number;
  readonly items: readonly ErrorGroup[];
}

export const totals = (scope: Scope) => get<Stats>('/stats', statsQuery(scope));

export const nodes = (scope: Scope, workflow: string, limit: number) =>
  get<{ items: NodeStats[] }>('/stats/nodes', [
    ...statsQuery(scope).filter(([name]) => name !== 'workflowId'),
    ['workflowId', listed(workflow)],
    ['limit', String(limit)],
  ]);

export const errorGroups = (scope: Scope) =>
  get<ErrorGroups>('/stats/errors', [...statsQuery(scope), ['limit', '100']]);

export const setState = (fingerprint: string, state: GroupState) =>
  send<ErrorGroup>('PATCH', `/stats/errors/${encodeURIComponent(fingerprint)}`, { state });

export const runs = (query: readonly (readonly [string, string])[]) =>
  get<Page<ExecutionItem>>('/executions', query);

/** Statistics by time. */
export const timeseries = shared((scope) =>
  get<{ items: StatsRow[] }>('/stats/timeseries', [
    ...statsQuery(scope),
    ['bucket', scope.bucket],
    ['zone', scope.zone],
  ]).then((it) => it.items),
);
