import { isBad } from '../api/status';
import type { Status } from '../api/types';
import { newestOf, type Visit } from '../step/visits';

/** What all steps of a run come to. */
export interface Summary {
  /** The first start and the last end; the other way round where there is none. */
  readonly from: number;
  readonly to: number;
  readonly statuses: ReadonlyMap<Status, number>;
  readonly failing: Visit | null;
  /** Of the steps that run, the one that began last. */
  readonly unfinished: Visit | null;
}

export function summaryOf(visits: readonly Visit[]): Summary {
  let from = Infinity;
  let to = -Infinity;
  const aboveBad = new Set<string | null>();
  for (const visit of visits) {
    // What never began, because it was skipped, has no place in time.
    if (visit.start !== null) {
      from = Math.min(from, visit.start);
      to = Math.max(to, visit.end ?? visit.start);
    }
    if (isBad(visit.status)) aboveBad.add(visit.parent);
  }
  const statuses = new Map<Status, number>();
  let failing: Visit | null = null;
  let unfinished: Visit | null = null;
  for (const visit of newestOf(visits).values()) {
    statuses.set(visit.status, (statuses.get(visit.status) ?? 0) + 1);
    const innermost = isBad(visit.status) && !aboveBad.has(visit.key);
    if (innermost && (!failing || momentOf(visit) >= momentOf(failing))) failing = visit;
    if (visit.status === 'running' && (visit.start ?? 0) >= (unfinished?.start ?? 0)) unfinished = visit;
  }
  return { from, to, statuses, failing, unfinished };
}

function momentOf(visit: Visit): number {
  return visit.end ?? visit.start ?? 0;
}
