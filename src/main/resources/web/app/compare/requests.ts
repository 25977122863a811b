import { api, get } from '../api/client';
import { listed } from '../api/lists';
import type { ExecutionItem, Json, Status } from '../api/types';
import { encodeId } from '../route/url';

/** The word for the newest completed execution of the same workflow that came before. */
export const LAST_SUCCESS = 'last-success';

export interface Change {
  readonly pointer: string;
  readonly left?: Json;
  readonly right?: Json;
}

/** What the service says of one step in two executions. */
export interface StepDifference {
  readonly key: string;
  readonly changes: readonly Change[];
  /** Whether there are more changes than are told. */
  readonly truncated?: boolean;
}

export const requests = {
  difference: (a: string, b: string, signal: AbortSignal) =>
    get<{ readonly steps: readonly StepDifference[] }>(
      `/executions/${encodeId(a)}/diff/${encodeId(b)}`,
      [],
      signal,
    ),
  /** The newest executions, of one workflow or of all. */
  recent: (workflow: string) =>
    api.executions([
      ['limit', '20'],
      ...(workflow ? [['workflowId', listed(workflow)] as const] : []),
    ]),
  /** The id of what {@link LAST_SUCCESS} means. */
  async lastSuccess(of: ExecutionItem, signal: AbortSignal): Promise<string | undefined> {
    const page = await api.executions(
      [
        ['limit', '1'],
        ['workflowId', listed(of.workflowId)],
        ['status', 'completed' satisfies Status],
        ['startedBefore', of.startedAt],
      ],
      signal,
    );
    return page.items[0]?.id;
  },
};
