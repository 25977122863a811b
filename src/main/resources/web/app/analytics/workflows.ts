import { api } from '../api/client';
import type { Workflow } from '../api/types';
import { Signal } from '../base/signal';
import { shared } from './shared';

/** The workflows there are, those that ran most first. */
export const workflowList = new Signal<readonly Workflow[]>([]);

export const refreshWorkflows = shared(async () => {
  workflowList.value = await api.workflows();
});
