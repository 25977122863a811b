import { isVolatile } from '../json/volatile';
import { lengthOf } from '../step/visits';
import { differs } from './delta';
import type { Pair, Step } from './pairing';
import type { StepDifference } from './requests';

/** Only in A, only in B, something told differs, only the time does, nothing does. */
export type Kind = 'a' | 'b' | 'changed' | 'time' | 'same';

/** A step in both executions, as it is shown. */
export interface Row extends Pair {
  readonly kind: Kind;
  /** What differs: `status`, `input`, `attempts`. */
  readonly what: readonly string[];
  /** From the first attempt to the end of the last; null before it began. */
  readonly lengthA: number | null;
  readonly lengthB: number | null;
  /** How much longer it took in B; a step that is not there took no time. */
  readonly delta: number | null;
}

/** Tells of each pair what differs, by what the service said of it and by the times. */
export function rowsOf(
  pairs: readonly Pair[],
  told: ReadonlyMap<string, StepDifference>,
  ignoring: boolean,
  nowMs: number,
): Row[] {
  return pairs.map((pair) => {
    const lengthA = stepLength(pair.a, nowMs);
    const lengthB = stepLength(pair.b, nowMs);
    const hasBoth = pair.a !== null && pair.b !== null;
    const known = [lengthA, lengthB].filter((it) => it !== null);
    const delta = known.length > (hasBoth ? 1 : 0) ? (lengthB ?? 0) - (lengthA ?? 0) : null;
    const what = hasBoth ? whatDiffers(pair, told.get(pair.id), ignoring) : [];
    const row = { ...pair, lengthA, lengthB, delta, what };
    return { ...row, kind: kindOf(row) };
  });
}

/** From the start of the first attempt to the end of the last. */
function stepLength(step: Step | null, nowMs: number): number | null {
  const started = step?.attempts.filter((it) => it.start !== null) ?? [];
  const [first, last] = [started[0], started.at(-1)];
  const length = last ? lengthOf(last, nowMs) : null;
  return length === null ? null : Math.max(0, (last?.start ?? 0) + length - (first?.start ?? 0));
}

function kindOf(row: Omit<Row, 'kind'>): Kind {
  if (!row.b) return 'a';
  if (!row.a) return 'b';
  if (row.what.length > 0) return 'changed';
  const { lengthA, lengthB } = row;
  const isLonger = lengthA !== null && lengthB !== null && differs(lengthA, lengthB);
  return isLonger || (lengthA === null) !== (lengthB === null) ? 'time' : 'same';
}

function whatDiffers(
  { a, b }: Pair,
  told: StepDifference | undefined,
  ignoring: boolean,
): readonly string[] {
  const what = new Set<string>();
  if (a?.status !== b?.status) what.add('status');
  if (a?.attempts.length !== b?.attempts.length) what.add('attempts');
  if (a?.name !== b?.name) what.add('name');
  for (const { pointer, left, right } of told?.changes ?? []) {
    const names = pointer.split('/');
    if (ignoring && isVolatile(names.at(-1) ?? '', left, right)) continue;
    const name = names[1] ?? '';
    what.add(WORDS[name] ?? name);
  }
  if (told?.truncated) what.add('more');
  return [...what];
}

const WORDS: Readonly<Record<string, string>> = { nodeType: 'type', nodeName: 'name' };

/** Rows as they are asked for: all or those that differ, in order or by the largest difference. */
export function chosen(rows: readonly Row[], all: boolean, byDelta: boolean): readonly Row[] {
  const kept = all ? rows : rows.filter((it) => it.kind !== 'same');
  if (!byDelta) return kept;
  const size = (row: Row): number => (row.delta === null ? -1 : Math.abs(row.delta));
  return [...kept].sort((one, other) => size(other) - size(one));
}
