import { api, get } from '../api/client';
import { send } from '../api/send';
import type { ExecutionItem, Json, Page, Status } from '../api/types';

/** What is kept of what it matches, and for how long; lengths are ISO-8601. */
export interface Policy {
  readonly name: string;
  readonly priority: number;
  readonly workflowId: string | readonly string[] | null;
  readonly status: Status | readonly Status[] | null;
  readonly label: string | readonly string[] | Readonly<Record<string, string>> | null;
  readonly maxAge: string | null;
  readonly payloadMaxAge: string | null;
  readonly logMaxAge: string | null;
  readonly maxCount: number | null;
  readonly countPer: 'workflow' | 'policy';
  readonly maxSnapshots: number | null;
  readonly archive: boolean;
  readonly archiveMaxAge: string | null;
  readonly enabled: boolean;
}

/** What a sweep would do now by a policy. */
export interface Due {
  readonly policy: string;
  readonly executions: number;
  readonly steps: number;
  readonly logs: number;
  readonly payloadsExpired: number;
  readonly logsExpired: number;
  readonly snapshotsTrimmed: number;
  readonly bytes: number;
}

/** What a sweep did. */
export interface Sweep {
  readonly id: string;
  readonly startedAt: string;
  readonly completedAt: string | null;
  /** Whether it left something to the next one. */
  readonly partial: boolean;
  readonly problem: string | null;
  readonly items: readonly (Omit<Due, 'steps' | 'logs'> & { readonly archived: number })[];
}

export interface Storage {
  readonly asOf: string;
  readonly databaseBytes: number;
  readonly growthBytesPerDay: number | null;
  readonly fullInDays: number | null;
  readonly items: readonly {
    readonly table: string;
    readonly rows: number;
    readonly bytes: number;
    readonly deadRows: number;
  }[];
}

/** A policy as it is sent: of a form, not all of it need be valid. */
type Body = Policy | Record<string, Json>;

type Query = Iterable<readonly [string, string]>;

const named = (name: string) => `/retention/policies/${encodeURIComponent(name)}`;

export const requests = {
  policies: () => get<{ items: Policy[] }>('/retention/policies').then((it) => it.items),
  sweeps: () => get<Page<Sweep>>('/retention/runs', [['limit', '50']]).then((it) => it.items),
  storage: () => get<Storage>('/stats/storage'),
  due: () => send<{ items: Due[] }>('POST', '/retention/preview').then((it) => it.items),
  dueBy: (policy: Body) =>
    send<{ items: Due[] }>('POST', '/retention/preview', policy).then((it) => it.items[0] ?? null),
  put: (name: string, policy: Body) => {
    // What the service set itself it does not take back.
    const body = { ...policy, createdAt: undefined, updatedAt: undefined };
    return send<Policy>('PUT', named(name), body);
  },
  drop: (name: string) => send<void>('DELETE', named(name)),
  sweep: () => send<Sweep>('POST', '/retention/runs?wait=true'),
  oldest: (query: Query): Promise<ExecutionItem | null> =>
    api
      .executions([...query, ['orderDir', 'asc'], ['limit', '1']])
      .then((page) => page.items[0] ?? null),
};
