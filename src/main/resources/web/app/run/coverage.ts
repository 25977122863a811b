import type { Span } from './axis';
import type { Visit } from '../step/visits';

/** Steps that contain no others: what is above them only waits for them. */
function leavesOf(visits: readonly Visit[]): Visit[] {
  const parents = new Set(visits.map((it) => it.parent));
  return visits.filter((it) => !parents.has(it.key));
}

/** The spans in which anything ran, in order and apart; what runs still goes on for ever. */
export function coverageOf(visits: readonly Visit[]): Span[] {
  const spans = leavesOf(visits).flatMap((it) => {
    if (it.start === null || it.status === 'skipped' || it.status === 'pending') return [];
    const to = it.end ?? (it.status === 'running' ? Infinity : it.start);
    return [{ from: it.start, to: Math.max(it.start, to) }];
  });
  spans.sort((a, b) => a.from - b.from);
  const joined: { from: number; to: number }[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else joined.push({ ...span });
  }
  return joined;
}

/** How long a run was queued, how long something ran, and how long it waited with nothing running. */
export interface Split {
  readonly queued: number;
  readonly running: number;
  readonly waiting: number;
}

export function splitOf(coverage: readonly Span[], queued: number | null, run: Span): Split {
  const length = Math.max(0, run.to - run.from);
  let running = 0;
  for (const { from, to } of coverage)
    running += Math.max(0, Math.min(to, run.to) - Math.max(from, run.from));
  return {
    queued: queued === null ? 0 : Math.max(0, run.from - queued),
    running: Math.min(length, running),
    waiting: Math.max(0, length - running),
  };
}
