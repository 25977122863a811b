import type { Status } from '../api/types';
import { grouped } from '../step/grouped';
import type { Visit } from '../step/visits';

/** Parents above which steps are not told apart by their path. */
const DEEPEST = 50;

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
  return [...grouped(visits, (it) => it.key)].map(([key, attempts]) => {
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
  let before: Step | null = null;
  const behind = grouped(b, (step) => (before = taken.get(step) ?? before));
  const alone = (step: Step | null): Pair[] =>
    (behind.get(step) ?? [])
      .filter((it) => !taken.has(it))
      .map((it) => ({ id: it.key, a: null, b: it, depth: 0 }));
  return nested([
    ...alone(null),
    ...a.flatMap((step) => [
      { id: step.key, a: step, b: partner.get(step) ?? null, depth: 0 },
      ...alone(step),
    ]),
  ]);
}

function partners(a: readonly Step[], b: readonly Step[]): Map<Step, Step> {
  const partner = new Map<Step, Step>();
  const taken = new Set<Step>();
  const paths = new Map([...pathsOf(a), ...pathsOf(b)]);
  const marks: readonly ((step: Step) => string | undefined)[] = [
    (step) => step.key,
    (step) => paths.get(step),
    label,
  ];
  for (const mark of marks) {
    const free = grouped(
      b.filter((it) => !taken.has(it)),
      mark,
    );
    for (const step of a) {
      const mate = partner.has(step) ? undefined : free.get(mark(step))?.shift();
      if (!mate) continue;
      partner.set(step, mate);
      taken.add(mate);
    }
  }
  return partner;
}

function label({ iteration, name }: Step): string {
  return `${iteration ?? ''} ${name}`;
}

/** Names and iterations from each step up to the top. */
function pathsOf(steps: readonly Step[]): Map<Step, string> {
  const byKey = new Map(steps.map((it) => [it.key, it]));
  return new Map(
    steps.map((step) => {
      const path: string[] = [];
      let at: Step | undefined = step;
      while (at && path.push(label(at)) < DEEPEST) at = byKey.get(at.parent ?? '');
      return [step, path.join('\n')];
    }),
  );
}

/** Puts children below their parents. Whoever is its own ancestor stands at the end, at the top. */
function nested(pairs: readonly Pair[]): Pair[] {
  const inA = new Map(pairs.flatMap((it) => (it.a ? [[it.a.key, it] as const] : [])));
  const inB = new Map(pairs.flatMap((it) => (it.b ? [[it.b.key, it] as const] : [])));
  const below = grouped(pairs, (it) => {
    const above = inA.get(it.a?.parent ?? '') ?? inB.get(it.b?.parent ?? '') ?? null;
    return above === it ? null : above;
  });
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
