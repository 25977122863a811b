import { api } from '../api/client';
import type { Workflow } from '../api/types';
import { Signal } from '../base/signal';

/** What is known of each workflow, by its id: its name, how many runs it has, how long they take. */
export const known = new Signal<ReadonlyMap<string, Workflow>>(new Map());

let asked = -Infinity;

/** Asks again if it is some time ago; only marks in bars and suggestions depend on it. */
export async function refreshKnown(): Promise<void> {
  if (performance.now() - asked < 60_000) return;
  asked = performance.now();
  try {
    known.value = new Map((await api.workflows()).map((it) => [it.workflowId, it]));
  } catch {
    asked = -Infinity;
  }
}
