import { Signal } from '../base/signal';
import { workflows, type WorkflowItem } from './requests';

/** The workflows there are, those that ran most first. */
export const workflowList = new Signal<readonly WorkflowItem[]>([]);

let asked: Promise<void> | null = null;

/** Asks for them, unless that was done. */
export function refreshWorkflows(): Promise<void> {
  asked ??= workflows().then(
    ({ items }) => {
      workflowList.value = items;
    },
    (thrown: unknown) => {
      asked = null;
      throw thrown;
    },
  );
  return asked;
}
