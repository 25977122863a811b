import { isBad } from '../api/status';
import type { Status } from '../api/types';
import { grouped } from '../step/grouped';
import type { Visit } from '../step/visits';

/** A row of the timeline: a step with its attempts, or many visits of one node folded into one. */
export interface Track {
  readonly id: string;
  readonly label: string;
  readonly depth: number;
  readonly status: Status;
  readonly visits: readonly Visit[];
  /** How many steps are folded into this row; 0 for a row of one step. */
  readonly folded: number;
  readonly open: boolean;
}

const FOLD_FROM = 4;

/** A step, or the steps of a loop, that are still to be placed. */
interface Waiting {
  readonly loop: string;
  readonly keys: readonly string[];
  readonly depth: number;
}

/**
 * Nests steps by parent, in the order in which they come, and folds what a loop visited again and
 * again into one row, unless that row was opened. Not recursive: steps may be nested very deep.
 */
export function tracksOf(visits: readonly Visit[], opened: ReadonlySet<string>): Track[] {
  const steps = attemptsByStep(visits);
  const children = stepsByParent(steps);
  const tracks: Track[] = [];
  const waiting: Waiting[] = [];
  const wait = (keys: readonly string[], depth: number): void => {
    waiting.push(...loops(keys, steps, depth).reverse());
  };
  wait(children.get('') ?? [], 0);
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { loop, keys, depth } = next;
    if (keys.length === 1) {
      tracks.push(stepTrack(loop, steps.get(loop) as Visit[], depth));
      wait(children.get(loop) ?? [], depth + 1);
      continue;
    }
    const open = opened.has(loop);
    tracks.push(foldedTrack(loop, keys, steps, depth, open));
    for (const key of open ? [...keys].reverse() : [])
      waiting.push({ loop: key, keys: [key], depth: depth + 1 });
  }
  return tracks;
}

/** The attempts of each step, the first one first. */
function attemptsByStep(visits: readonly Visit[]): Map<string, Visit[]> {
  const steps = grouped(visits, (it) => it.key);
  for (const attempts of steps.values()) attempts.sort((a, b) => a.attempt - b.attempt);
  return steps;
}

/** The steps below each; those below nobody that is there stand under the empty key. */
function stepsByParent(steps: ReadonlyMap<string, Visit[]>): Map<string, string[]> {
  return grouped(steps.keys(), (key) => {
    const parent = steps.get(key)?.[0]?.parent ?? '';
    return parent !== key && steps.has(parent) ? parent : '';
  });
}

/** Siblings in their order; those of one loop together, where its first one stands. */
function loops(
  keys: readonly string[],
  steps: ReadonlyMap<string, Visit[]>,
  depth: number,
): Waiting[] {
  const members = grouped(keys, (key) => {
    const { iteration, parent, name } = steps.get(key)?.[0] as Visit;
    return iteration === null ? `step ${key}` : `loop ${parent ?? ''} ${name}`;
  });
  return [...members].flatMap(([loop, all]) =>
    all.length < FOLD_FROM
      ? all.map((key) => ({ loop: key, keys: [key], depth }))
      : [{ loop, keys: all, depth }],
  );
}

function stepTrack(key: string, attempts: readonly Visit[], depth: number): Track {
  const last = attempts.at(-1) as Visit;
  const label = last.iteration === null ? last.name : `${last.name} #${last.iteration}`;
  return { id: key, label, depth, status: last.status, visits: attempts, folded: 0, open: false };
}

function foldedTrack(
  loop: string,
  keys: readonly string[],
  steps: ReadonlyMap<string, Visit[]>,
  depth: number,
  open: boolean,
): Track {
  const visits = keys.flatMap((key) => steps.get(key) as Visit[]);
  const label = (visits[0] as Visit).name;
  return { id: loop, label, depth, status: worst(visits), visits, folded: keys.length, open };
}

function worst(visits: readonly Visit[]): Status {
  const statuses = visits.map((it) => it.status);
  const open = (['running', 'pending'] as const).find((it) => statuses.includes(it));
  return statuses.find(isBad) ?? open ?? statuses.at(-1) ?? 'pending';
}
