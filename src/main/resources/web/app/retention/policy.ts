import { listed } from '../api/lists';
import { statusWord } from '../api/status';
import { count } from '../look/amounts';
import { periodWords } from '../time/period';
import type { Policy } from './requests';

/** A policy that nobody wrote yet. */
export const NEW: Policy = {
  name: '',
  priority: 100,
  workflowId: null,
  status: null,
  label: null,
  maxAge: 'P30D',
  payloadMaxAge: null,
  logMaxAge: null,
  maxCount: null,
  countPer: 'workflow',
  maxSnapshots: null,
  archive: false,
  archiveMaxAge: null,
  enabled: true,
};

/** One text, some, or none, as some. */
export function texts<T extends string>(value: T | readonly T[] | null): readonly T[] {
  if (value === null) return [];
  return typeof value === 'string' ? [value] : value;
}

/** Labels as `key:value`, in whatever form they were sent. */
export function labelsOf(label: Policy['label']): readonly string[] {
  if (label === null || typeof label === 'string' || Array.isArray(label)) {
    return texts(label as string | readonly string[] | null);
  }
  return Object.entries(label).map(([key, value]) => `${key}:${value}`);
}

/** Whether it is about every execution. */
export function isForAll(policy: Policy): boolean {
  return policy.workflowId === null && policy.status === null && policy.label === null;
}

/** What it matches, in words. */
export function matches(policy: Policy): string {
  if (isForAll(policy)) return 'every execution';
  const workflows = texts(policy.workflowId);
  const statuses = texts(policy.status).map(statusWord);
  const labels = labelsOf(policy.label);
  return [
    statuses.join(' or '),
    'executions',
    workflows.length > 0 && `of ${workflows.join(' or ')}`,
    labels.length > 0 && `with ${labels.join(' and ')}`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** What it does, a sentence a limit. */
export function limits(policy: Policy): string[] {
  const { maxAge, maxCount, payloadMaxAge, logMaxAge, maxSnapshots, archiveMaxAge } = policy;
  const leave = policy.archive ? 'archived' : 'removed';
  const per = policy.countPer === 'workflow' ? 'of each workflow' : 'of them all';
  const told = [
    maxAge && `Executions ${leave} ${periodWords(maxAge)} after the end`,
    maxCount && `All but the newest ${count(maxCount)} ${per} ${leave}`,
    payloadMaxAge && `Payloads removed after ${periodWords(payloadMaxAge)}`,
    logMaxAge && `Logs removed after ${periodWords(logMaxAge)}`,
    maxSnapshots && `Snapshots removed, all but the newest ${count(maxSnapshots)}`,
    policy.archive && `Archive kept ${archiveMaxAge ? periodWords(archiveMaxAge) : 'for ever'}`,
  ].filter((it) => typeof it === 'string');
  return told.length > 0 ? told : ['Nothing is removed: it has no limit'];
}

/** As filters of a list of executions. */
export function asQuery(policy: Policy): [string, string][] {
  const { workflow, status } = asFilter(policy);
  const query: [string, string][] = [
    ['workflowId', workflow],
    ['status', status],
    ...labelsOf(policy.label).map((it): [string, string] => ['label', it]),
  ];
  return query.filter(([, value]) => value !== '');
}

/** As the filter of the screen of executions, as far as that has words for it. */
export function asFilter({ workflowId, status, label }: Policy) {
  return {
    workflow: texts(workflowId).map(listed).join(','),
    status: texts(status).join(','),
    label: labelsOf(label).map(listed).join(','),
  };
}
