import type { Json, Status } from '../api/types';
import { labelsOf, texts } from './policy';
import type { Policy } from './requests';

/** A policy as it stands in the form: texts, as they were typed. */
export interface Draft {
  name: string;
  priority: string;
  workflowId: string;
  status: ReadonlySet<Status>;
  label: string;
  maxAge: string;
  payloadMaxAge: string;
  logMaxAge: string;
  maxCount: string;
  countPer: 'workflow' | 'policy';
  maxSnapshots: string;
  archive: boolean;
  archiveMaxAge: string;
  enabled: boolean;
}

export function draftOf(policy: Policy): Draft {
  return {
    name: policy.name,
    priority: String(policy.priority),
    workflowId: texts(policy.workflowId).join('\n'),
    status: new Set(texts(policy.status)),
    label: labelsOf(policy.label).join('\n'),
    maxAge: policy.maxAge ?? '',
    payloadMaxAge: policy.payloadMaxAge ?? '',
    logMaxAge: policy.logMaxAge ?? '',
    maxCount: String(policy.maxCount ?? ''),
    countPer: policy.countPer,
    maxSnapshots: String(policy.maxSnapshots ?? ''),
    archive: policy.archive,
    archiveMaxAge: policy.archiveMaxAge ?? '',
    enabled: policy.enabled,
  };
}

/** What is sent. What is no number is sent as it is: the service says what is wrong with it. */
export function bodyOf(draft: Draft): Record<string, Json> {
  return {
    name: draft.name.trim(),
    priority: number(draft.priority) ?? 1_000,
    workflowId: some(lines(draft.workflowId)),
    status: some([...draft.status]),
    label: some(lines(draft.label)),
    maxAge: text(draft.maxAge),
    payloadMaxAge: text(draft.payloadMaxAge),
    logMaxAge: text(draft.logMaxAge),
    maxCount: number(draft.maxCount),
    countPer: draft.countPer,
    maxSnapshots: number(draft.maxSnapshots),
    archive: draft.archive,
    archiveMaxAge: draft.archive ? text(draft.archiveMaxAge) : null,
    enabled: draft.enabled,
  };
}

function text(typed: string): string | null {
  return typed.trim().toUpperCase() || null;
}

function number(typed: string): number | string | null {
  const trimmed = typed.trim();
  return /^\d{1,15}$/.test(trimmed) ? Number(trimmed) : trimmed || null;
}

function lines(typed: string): string[] {
  return typed
    .split('\n')
    .map((it) => it.trim())
    .filter(Boolean);
}

function some(values: string[]): Json {
  return values.length === 0 ? null : values.length === 1 ? (values[0] as string) : values;
}
