/** Numbers to places on an axis, and back. */
export interface Scale {
  at(value: number): number;
  readonly ticks: readonly number[];
}

/** From zero to a round number that is at least the largest, in at most so many steps. */
export function linear(largest: number, start: number, end: number, most = 4): Scale {
  const step = roundStep(Math.max(largest, 1e-9) / most);
  const top = Math.max(step, Math.ceil(largest / step - 1e-9) * step);
  return {
    at: (value) => start + (value / top) * (end - start),
    ticks: Array.from({ length: Math.round(top / step) + 1 }, (_, i) => i * step),
  };
}

/** 1, 2 or 5 times a power of ten. */
export function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5, 10].find((n) => n * power >= least * (1 - 1e-9)) as number) * power;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Lengths of time that people call round, about a factor of two or three apart. */
export const ROUND_LENGTHS: readonly number[] = [1, 2, 5, 10, 20, 50, 100, 200, 500]
  .concat([1, 2, 5, 10, 20].map((n) => n * SECOND))
  .concat([1, 2, 5, 10, 20].map((n) => n * MINUTE))
  .concat([1, 2, 4, 8].map((n) => n * HOUR))
  .concat([1, 2, 5, 10, 20, 50, 100].map((n) => n * DAY));

/** Those of them that stand on an axis: far enough apart to be read. */
const MARKED = [
  1,
  10,
  100,
  SECOND,
  10 * SECOND,
  MINUTE,
  10 * MINUTE,
  HOUR,
  8 * HOUR,
  2 * DAY,
].concat([20 * DAY]);

/** A round length on an axis: `500 ms`, `20 s`, `5 min`, `2 h`, `1 d`. */
export function lengthWord(ms: number): string {
  const [unit, word] = UNITS.find(([it]) => ms >= it) ?? [1, 'ms'];
  return ms === 0 ? '0' : `${Number((ms / unit).toFixed(1))} ${word}`;
}

const UNITS = [
  [DAY, 'd'],
  [HOUR, 'h'],
  [MINUTE, 'min'],
  [SECOND, 's'],
] as const;

/**
 * Lengths of time on an axis: by their logarithm where they differ by more than ten times, else from
 * zero. A length of nothing stands where the axis begins.
 */
export function lengths(values: readonly number[], start: number, end: number): Scale {
  const positive = values.filter((it) => it > 0);
  const low = Math.min(...positive);
  const high = Math.max(...positive);
  if (positive.length === 0 || high <= low * 10) {
    const most = positive.length ? high : SECOND;
    const step = ROUND_LENGTHS.find((it) => it >= most / 4) ?? most;
    const top = Math.ceil(most / step) * step;
    const count = Math.round(top / step) + 1;
    return {
      at: (value) => start + (value / top) * (end - start),
      ticks: Array.from({ length: count }, (_, i) => i * step),
    };
  }
  const floor = Math.log(ROUND_LENGTHS.findLast((it) => it <= low) ?? low);
  const top = Math.log(ROUND_LENGTHS.find((it) => it >= high) ?? high);
  const place = (value: number) =>
    start + ((Math.log(Math.max(value, 1e-3)) - floor) / (top - floor)) * (end - start);
  const edge = (value: number) => Math.log(value) >= floor - 1e-9 && Math.log(value) <= top + 1e-9;
  return {
    at: (value) => (end > start ? Math.max(start, place(value)) : Math.min(start, place(value))),
    ticks: (high > low * 300 ? MARKED : ROUND_LENGTHS).filter(edge),
  };
}
