import { get } from '../api/client';
import { listed } from '../api/lists';
import { send } from '../api/send';
import type { Execution, ExecutionItem, Page, Step } from '../api/types';
import { encodeId } from '../route/url';

function path(id: string): string {
  return `/executions/${encodeId(id)}`;
}

/** The graph that was reported with a run, as it was. */
export async function dag(id: string, signal?: AbortSignal): Promise<unknown> {
  const run = await get<Execution & { dag?: unknown }>(path(id), [['include', 'dag']], signal);
  return run.dag;
}

/** A page of steps without what went in and out. */
export function steps(id: string, cursor: string, signal?: AbortSignal): Promise<Page<Step>> {
  const query: [string, string][] = [
    ['fields', 'summary'],
    ['attempts', 'latest'],
    ['limit', '1000'],
  ];
  if (cursor) query.push(['cursor', cursor]);
  return get<Page<Step>>(`${path(id)}/steps`, query, signal);
}

/** Asks for another run like this one; tells the new execution, which waits for an engine. */
export function replay(id: string): Promise<Execution> {
  return send('POST', `${path(id)}/replay`);
}

/** What was begun again from the same first run. */
export function replays(root: string): Promise<readonly ExecutionItem[]> {
  return some({ rootExecutionId: root, limit: '50' });
}

/** The id of the run of the same workflow that began next before (1) or behind (-1) another. */
export async function beside(run: Execution, by: 1 | -1): Promise<string> {
  const workflowId = listed(run.workflowId);
  const where = by === 1 ? { startedBefore: run.startedAt } : { startedAfter: run.startedAt };
  const orderDir = by === 1 ? 'desc' : 'asc';
  const found = await some({ workflowId, limit: '2', orderDir, ...where });
  return found.find((it) => it.id !== run.id)?.id ?? '';
}

async function some(query: Readonly<Record<string, string>>): Promise<readonly ExecutionItem[]> {
  return (await get<Page<ExecutionItem>>('/executions', Object.entries(query))).items;
}
