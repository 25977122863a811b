import { Signal } from '../base/signal';
import { workflows, type WorkflowItem } from './requests';
import { shared } from './shared';

/** The workflows there are, those that ran most first. */
export const workflowList = new Signal<readonly WorkflowItem[]>([]);

export const refreshWorkflows = shared(async () => {
  workflowList.value = (await workflows()).items;
});
