import type { Links } from './links';
import { grouped } from '../step/grouped';
import type { Visit } from '../step/visits';

/**
 * The steps that decide how long a run takes, by key: where it is known what depends on what, the
 * chain of those that were waited for last; else, below each parent, the one that ended last, the last
 * that ended before it began, and so on. Not recursive.
 */
export function criticalPath(visits: readonly Visit[], links: Links): ReadonlySet<string> {
  const steps = whole(visits);
  const depends = [...steps.keys()].some((it) => links.get(it)?.dependsOn.length);
  return depends ? byDependencies(steps, links) : byOrder(steps);
}

interface Whole {
  readonly key: string;
  readonly parent: string;
  readonly start: number;
  readonly end: number;
}

/** Each step from its first attempt to the end of its last. */
function whole(visits: readonly Visit[]): Map<string, Whole> {
  const steps = new Map<string, Whole>();
  for (const { key, parent, start, end, status } of visits) {
    if (start === null || status === 'skipped') continue;
    const known = steps.get(key);
    const to = end ?? (status === 'running' ? Infinity : start);
    steps.set(key, {
      key,
      parent: parent ?? '',
      start: Math.min(known?.start ?? Infinity, start),
      end: Math.max(known?.end ?? -Infinity, to),
    });
  }
  return steps;
}

function lastOf(steps: Iterable<Whole>): Whole | undefined {
  let last: Whole | undefined;
  for (const it of steps) {
    const later = !last || it.end > last.end || (it.end === last.end && it.start < last.start);
    if (later) last = it;
  }
  return last;
}

function byDependencies(steps: ReadonlyMap<string, Whole>, links: Links): Set<string> {
  const path = new Set<string>();
  for (let at = lastOf(steps.values()); at && !path.has(at.key);) {
    path.add(at.key);
    const before = links.get(at.key)?.dependsOn ?? [];
    at = lastOf(before.flatMap((it) => steps.get(it) ?? []));
  }
  return path;
}

function byOrder(steps: ReadonlyMap<string, Whole>): Set<string> {
  const children = grouped(steps.values(), ({ key, parent }) =>
    steps.has(parent) && parent !== key ? parent : '',
  );
  for (const siblings of children.values()) siblings.sort((a, b) => b.end - a.end);
  const path = new Set<string>();
  const parents = [''];
  for (let parent = parents.pop(); parent !== undefined; parent = parents.pop()) {
    let until = Infinity;
    for (const step of children.get(parent) ?? []) {
      const joins = step.end <= until && !path.has(step.key);
      if (!joins) continue;
      path.add(step.key);
      parents.push(step.key);
      until = step.start;
    }
  }
  return path;
}
