import { get } from '../api/client';
import { Signal } from '../base/signal';

interface Workflow {
  readonly workflowId: string;
  readonly p95DurationMs: number | null;
}

/** How long executions of each workflow usually take at most (p95), as far as it is known. */
export const usual = new Signal<ReadonlyMap<string, number>>(new Map());

let asked = 0;

/** Asks again if it is some time ago; only marks in bars depend on it. */
export async function refreshUsual(): Promise<void> {
  if (asked && performance.now() - asked < 60_000) return;
  asked = performance.now();
  try {
    const { items } = await get<{ items: Workflow[] }>('/workflows', [['limit', '500']]);
    usual.value = new Map(
      items.flatMap((it) => (it.p95DurationMs ? [[it.workflowId, it.p95DurationMs] as const] : [])),
    );
  } catch {
    asked = 0;
  }
}
