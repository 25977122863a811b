import { api } from '../api/client';
import { listed } from '../api/lists';
import { statusWord } from '../api/status';
import { count } from '../look/amounts';
import { go, href } from '../route/router';
import { now } from '../time/clock';
import { ago } from '../time/duration';
import type { Command } from './commands';

/** The workflows with the most executions, each a way to these. */
export async function workflows(): Promise<Command[]> {
  return (await api.workflows()).map(({ workflowId, workflowName, counts }) => ({
    group: 'Workflows',
    text:
      workflowName && workflowName !== workflowId ? `${workflowName} · ${workflowId}` : workflowId,
    more: count(counts.total),
    run: () => go(href('executions', '', { workflow: listed(workflowId) })),
  }));
}

/** The newest executions. */
export async function recent(): Promise<Command[]> {
  const page = await api.executions([['limit', '20']]);
  return page.items.map((it) => ({
    group: 'Recent executions',
    text: `${it.workflowName ?? it.workflowId} · ${it.externalId ?? it.id}`,
    more: `${statusWord(it.status)}, ${ago(now() - Date.parse(it.startedAt))}`,
    run: () => go(href('execution', it.id)),
  }));
}
