import { get } from '../api/client';
import type { ExecutionItem, Json, Page, Status } from '../api/types';
import { encodeId } from '../route/url';

/** The word for the newest completed execution of the same workflow that came before. */
export const LAST_SUCCESS = 'last-success';

export interface Change {
  readonly pointer: string;
  readonly left?: Json;
  readonly right?: Json;
}

export interface StepDifference {
  readonly key: string;
  readonly kind: 'same' | 'changed' | 'only_left' | 'only_right';
  readonly changes: readonly Change[];
  /** Whether there are more changes than are told. */
  readonly truncated?: boolean;
}

/** What the service says of two executions. */
export interface Difference {
  readonly left: ExecutionItem;
  readonly right: ExecutionItem;
  readonly changes: readonly Change[];
  readonly steps: readonly StepDifference[];
  readonly truncated?: boolean;
}

export interface WorkflowItem {
  readonly workflowId: string;
  readonly workflowName: string | null;
}

export const requests = {
  difference: (a: string, b: string, signal: AbortSignal) =>
    get<Difference>(`/executions/${encodeId(a)}/diff/${encodeId(b)}`, [], signal),
  workflows: () =>
    get<Page<WorkflowItem>>('/workflows', [
      ['limit', '1000'],
      ['orderBy', 'lastStartedAt'],
    ]),
  /** The newest executions, of one workflow or of all. */
  recent: (workflow: string) =>
    get<Page<ExecutionItem>>('/executions', [
      ['limit', '20'],
      ...(workflow ? [['workflowId', comma(workflow)] as const] : []),
    ]),
  /** What {@link LAST_SUCCESS} means, where no difference may be asked for. */
  async lastSuccess(of: ExecutionItem, signal: AbortSignal): Promise<string | null> {
    const page = await get<Page<ExecutionItem>>(
      '/executions',
      [
        ['limit', '1'],
        ['workflowId', comma(of.workflowId)],
        ['status', 'completed' satisfies Status],
        ['startedBefore', of.startedAt],
      ],
      signal,
    );
    return page.items[0]?.id ?? null;
  },
};

/** Filters are lists: a comma that is meant as such is escaped. */
function comma(value: string): string {
  return value.replaceAll(',', '\\,');
}
