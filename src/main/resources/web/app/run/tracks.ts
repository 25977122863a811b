import { isBad } from '../look/status';
import type { Status } from '../api/types';
import type { Visit } from './visits';

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

/**
 * Nests steps by parent, in the order in which they come, and folds what a loop visited again and
 * again into one row, unless that row was opened.
 */
export function tracksOf(visits: readonly Visit[], opened: ReadonlySet<string>): Track[] {
  const steps = new Map<string, Visit[]>();
  for (const visit of visits) {
    const attempts = steps.get(visit.key);
    if (attempts) attempts.push(visit);
    else steps.set(visit.key, [visit]);
  }
  const children = new Map<string, string[]>();
  for (const [key, attempts] of steps) {
    const parent = (attempts[0] as Visit).parent;
    const under = parent !== null && parent !== key && steps.has(parent) ? parent : '';
    const siblings = children.get(under);
    if (siblings) siblings.push(key);
    else children.set(under, [key]);
  }
  const tracks: Track[] = [];
  const seen = new Set<string>();
  const place = (key: string, depth: number): void => {
    if (seen.has(key)) return;
    seen.add(key);
    const attempts = steps.get(key) as Visit[];
    attempts.sort((a, b) => a.attempt - b.attempt);
    const last = attempts.at(-1) as Visit;
    const label = last.iteration === null ? last.name : `${last.name} #${last.iteration}`;
    tracks.push({ id: key, label, depth, status: last.status, visits: attempts, folded: 0, open: false });
    placeAll(children.get(key) ?? [], depth + 1);
  };
  const placeAll = (keys: readonly string[], depth: number): void => {
    const loops = new Map<string, string[]>();
    for (const key of keys) {
      const first = (steps.get(key) as Visit[])[0] as Visit;
      const loop = first.iteration === null ? key : `loop ${first.parent ?? ''} ${first.name}`;
      const members = loops.get(loop);
      if (members) members.push(key);
      else loops.set(loop, [key]);
    }
    for (const [loop, members] of loops) {
      if (members.length < FOLD_FROM) members.forEach((key) => place(key, depth));
      else {
        const all = members.flatMap((key) => steps.get(key) as Visit[]);
        const open = opened.has(loop);
        tracks.push({
          id: loop,
          label: (all[0] as Visit).name,
          depth,
          status: worst(all),
          visits: all,
          folded: members.length,
          open,
        });
        if (open) members.forEach((key) => place(key, depth + 1));
        else members.forEach((key) => seen.add(key));
      }
    }
  };
  placeAll(children.get('') ?? [], 0);
  // Whoever is its own ancestor hangs below nobody, and is told all the same.
  for (const key of steps.keys()) if (!children.get('')?.includes(key) && isLoose(key)) place(key, 0);
  return tracks;

  function isLoose(key: string): boolean {
    const ancestors = new Set<string>();
    for (let at: string | null = key; at !== null && steps.has(at); ) {
      if (ancestors.has(at)) return !seen.has(key);
      ancestors.add(at);
      at = (steps.get(at) as Visit[])[0]?.parent ?? null;
    }
    return false;
  }
}

function worst(visits: readonly Visit[]): Status {
  return (
    visits.find((it) => isBad(it.status))?.status ??
    visits.find((it) => it.status === 'running')?.status ??
    visits.find((it) => it.status === 'pending')?.status ??
    visits.at(-1)?.status ??
    'pending'
  );
}
