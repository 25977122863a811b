import { Signal } from '../base/signal';
import { workflows, type Workflow } from './requests';

/** What is known of each workflow: its name, how many runs it has, how long they usually take. */
export const known = new Signal<readonly Workflow[]>([]);

/** How long executions of each workflow usually take at most (p95), as far as it is known. */
export const usual = new Signal<ReadonlyMap<string, number>>(new Map());

let asked = 0;

/** Asks again if it is some time ago; only marks in bars and suggestions depend on it. */
export async function refreshUsual(): Promise<void> {
  if (asked && performance.now() - asked < 60_000) return;
  asked = performance.now();
  try {
    known.value = await workflows();
    usual.value = new Map(
      known.value.flatMap((it) =>
        it.p95DurationMs ? [[it.workflowId, it.p95DurationMs] as const] : [],
      ),
    );
  } catch {
    asked = 0;
  }
}
