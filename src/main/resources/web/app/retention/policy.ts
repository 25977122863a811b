import { statusWord } from '../api/status';
import { count } from '../look/bytes';
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
    statuses.length > 0 ? `${statuses.join(' or ')} executions` : 'executions',
    workflows.length > 0 ? `of ${workflows.join(' or ')}` : '',
    labels.length > 0 ? `with ${labels.join(' and ')}` : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** What it does, a sentence a limit. */
export function limits(policy: Policy): string[] {
  const told: string[] = [];
  const leave = policy.archive ? 'Archived' : 'Removed';
  if (policy.maxAge) told.push(`${leave} ${periodWords(policy.maxAge)} after the end`);
  if (policy.maxCount) {
    const per = policy.countPer === 'workflow' ? ' of each workflow' : ' of them all';
    told.push(
      `The newest ${count(policy.maxCount)}${per} stay, older ones are ${leave.toLowerCase()}`,
    );
  }
  if (policy.payloadMaxAge)
    told.push(`Payloads dropped after ${periodWords(policy.payloadMaxAge)}`);
  if (policy.logMaxAge) told.push(`Logs dropped after ${periodWords(policy.logMaxAge)}`);
  if (policy.maxSnapshots) {
    told.push(`The newest ${count(policy.maxSnapshots)} snapshots of an execution stay`);
  }
  if (policy.archive) {
    const long = policy.archiveMaxAge ? `for ${periodWords(policy.archiveMaxAge)}` : 'for ever';
    told.push(`The archive is kept ${long}`);
  }
  return told.length > 0 ? told : ['Nothing is removed: it has no limit'];
}

/** As filters of a list of executions. */
export function asQuery(policy: Policy): [string, string][] {
  const query: [string, string][] = [];
  const list = (values: readonly string[]) =>
    values.map((it) => it.replaceAll('\\', '\\\\').replaceAll(',', '\\,')).join(',');
  const workflows = texts(policy.workflowId);
  if (workflows.length > 0) query.push(['workflowId', list(workflows)]);
  const statuses = texts(policy.status);
  if (statuses.length > 0) query.push(['status', list(statuses)]);
  for (const label of labelsOf(policy.label)) query.push(['label', label]);
  return query;
}

/** As the filter of the screen of executions, as far as that has words for it. */
export function asFilter(policy: Policy): Record<string, string> {
  const query = asQuery(policy);
  const first = (name: string) => query.find(([it]) => it === name)?.[1] ?? '';
  return { workflow: first('workflowId'), status: first('status'), label: first('label') };
}
