import type { Status, Step, TimelineColumns } from '../api/types';

/** One attempt of one step, with its times in milliseconds. */
export interface Visit {
  readonly key: string;
  readonly attempt: number;
  readonly parent: string | null;
  readonly name: string;
  readonly status: Status;
  readonly queued: number | null;
  readonly start: number | null;
  readonly end: number | null;
  readonly iteration: number | null;
}

export function visitId(key: string, attempt: number): string {
  return `${attempt} ${key}`;
}

function moment(text: string | null | undefined): number | null {
  if (!text) return null;
  const ms = Date.parse(text);
  return Number.isFinite(ms) ? ms : null;
}

export function fromColumns(columns: TimelineColumns): Visit[] {
  return columns.key.map((key, i) => ({
    key,
    attempt: columns.attempt[i] ?? 1,
    parent: columns.parent[i] ?? null,
    name: columns.names[columns.name[i] ?? -1] ?? key,
    status: columns.status[i] ?? 'pending',
    queued: moment(columns.queued[i]),
    start: moment(columns.start[i]),
    end: moment(columns.end[i]),
    iteration: columns.iteration[i] ?? null,
  }));
}

export function fromStep(step: Step): Visit {
  return {
    key: step.key,
    attempt: step.attempt,
    parent: step.parentKey,
    name: step.nodeName ?? step.nodeId,
    status: step.status,
    queued: moment(step.queuedAt),
    start: moment(step.startedAt),
    end: moment(step.completedAt),
    iteration: step.iteration,
  };
}

/** The last attempt of each step that there is, by key. */
export function newestOf(visits: readonly Visit[]): Map<string, Visit> {
  const newest = new Map<string, Visit>();
  for (const visit of visits) {
    const before = newest.get(visit.key);
    if (!before || before.attempt < visit.attempt) newest.set(visit.key, visit);
  }
  return newest;
}

/** How long an attempt took, or takes so far; null before it begins, or if nobody said. */
export function lengthOf(visit: Visit, nowMs: number): number | null {
  if (visit.start === null) return null;
  if (visit.end !== null) return Math.max(0, visit.end - visit.start);
  return visit.status === 'running' ? Math.max(0, nowMs - visit.start) : null;
}
