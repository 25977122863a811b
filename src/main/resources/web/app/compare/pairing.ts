import type { Status } from '../api/types';
import type { Visit } from '../step/visits';

/** A step of one execution with all its attempts, oldest first. */
export interface Step {
  readonly key: string;
  readonly name: string;
  readonly iteration: number | null;
  readonly parent: string | null;
  readonly status: Status;
  readonly attempts: readonly Visit[];
}

/** Two steps that are the same one in two executions, or one that has no partner. */
export interface Pair {
  /** The key it has in A, or in B where A has none. */
  readonly id: string;
  readonly a: Step | null;
  readonly b: Step | null;
  readonly depth: number;
}

/** Steps in their order, attempts gathered. */
export function stepsOf(visits: readonly Visit[]): Step[] {
  const byKey = new Map<string, Visit[]>();
  for (const visit of visits) {
    const attempts = byKey.get(visit.key);
    if (attempts) attempts.push(visit);
    else byKey.set(visit.key, [visit]);
  }
  return [...byKey].map(([key, attempts]) => {
    attempts.sort((one, other) => one.attempt - other.attempt);
    const { name, iteration, parent, status } = attempts.at(-1) as Visit;
    return { key, name, iteration, parent, status, attempts };
  });
}

/**
 * Aligns the steps of two executions: by key, as the service does; those left over by the path of
 * their parents, name and iteration; and what is left then by name and iteration alone. Told in the
 * order of A, children below their parents, what is only in B behind what came before it there.
 */
export function paired(a: readonly Step[], b: readonly Step[]): Pair[] {
  const partner = partners(a, b);
  const taken = new Map([...partner].map(([one, other]) => [other, one]));
  const behind = new Map<Step | null, Pair[]>([[null, []]]);
  let before: Step | null = null;
  for (const step of b) {
    before = taken.get(step) ?? before;
    if (taken.has(step)) continue;
    const others = behind.get(before) ?? [];
    others.push({ id: step.key, a: null, b: step, depth: 0 });
    behind.set(before, others);
  }
  const pairs = [...(behind.get(null) ?? [])];
  for (const step of a) {
    pairs.push({ id: step.key, a: step, b: partner.get(step) ?? null, depth: 0 });
    for (const other of behind.get(step) ?? []) pairs.push(other);
  }
  return nested(pairs);
}

function partners(a: readonly Step[], b: readonly Step[]): Map<Step, Step> {
  const partner = new Map<Step, Step>();
  const taken = new Set<Step>();
  const numbers = new Map<string, number>();
  const [left, right] = [places(a, numbers), places(b, numbers)];
  const same = (step: Step): string => `${step.iteration ?? ''} ${step.name}`;
  const marks: readonly ((step: Step, of: ReadonlyMap<string, number>) => unknown)[] = [
    (step) => step.key,
    (step, of) => of.get(step.key),
    same,
  ];
  for (const mark of marks) {
    const free = new Map<unknown, Step[]>();
    for (const step of b) {
      if (taken.has(step)) continue;
      const at = mark(step, right);
      const others = free.get(at);
      if (others) others.push(step);
      else free.set(at, [step]);
    }
    for (const others of free.values()) others.reverse();
    for (const step of a) {
      const mate = partner.has(step) ? undefined : free.get(mark(step, left))?.pop();
      if (!mate) continue;
      partner.set(step, mate);
      taken.add(mate);
    }
  }
  return partner;
}

/** A number for the place of each step: names and iterations from the top down to it. */
function places(steps: readonly Step[], numbers: Map<string, number>): Map<string, number> {
  const byKey = new Map(steps.map((it) => [it.key, it]));
  const found = new Map<string, number>();
  for (const step of steps) {
    const path: Step[] = [];
    const seen = new Set<Step>();
    let at: Step | undefined = step;
    while (at && !found.has(at.key) && !seen.has(at)) {
      seen.add(at);
      path.push(at);
      at = at.parent === null ? undefined : byKey.get(at.parent);
    }
    let above = at ? (found.get(at.key) ?? -1) : -1;
    for (const next of path.reverse()) {
      const text = `${above} ${next.iteration ?? ''} ${next.name}`;
      above = numbers.get(text) ?? numbers.size;
      numbers.set(text, above);
      found.set(next.key, above);
    }
  }
  return found;
}

/** Puts children below their parents. Whoever is its own ancestor stands at the end, at the top. */
function nested(pairs: readonly Pair[]): Pair[] {
  const inA = new Map(pairs.flatMap((it) => (it.a ? [[it.a.key, it] as const] : [])));
  const inB = new Map(pairs.flatMap((it) => (it.b ? [[it.b.key, it] as const] : [])));
  const below = new Map<Pair | null, Pair[]>();
  for (const pair of pairs) {
    const above = inA.get(pair.a?.parent ?? '') ?? inB.get(pair.b?.parent ?? '') ?? null;
    const under = above === pair ? null : above;
    const siblings = below.get(under);
    if (siblings) siblings.push(pair);
    else below.set(under, [pair]);
  }
  const told: Pair[] = [];
  const placed = new Set<Pair>();
  const place = (first: readonly Pair[]): void => {
    const waiting = first.map((it): [Pair, number] => [it, 0]).reverse();
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const [pair, depth] = next;
      if (placed.has(pair)) continue;
      placed.add(pair);
      told.push({ ...pair, depth });
      for (const child of (below.get(pair) ?? []).reverse()) waiting.push([child, depth + 1]);
    }
  };
  place(below.get(null) ?? []);
  for (const pair of pairs) place([pair]);
  return told;
}
