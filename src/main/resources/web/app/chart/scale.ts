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
function roundStep(least: number): number {
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
  .concat([1, 2, 5, 10, 20, 50, 100, 1_000].map((n) => n * DAY));

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

/** Lengths of time on an axis, by their logarithm; one of nothing stands where the axis begins. */
export function lengths(values: readonly number[], start: number, end: number): Scale {
  const positive = values.filter((it) => it > 0);
  const low = Math.min(...positive);
  const high = Math.max(...positive);
  const first = ROUND_LENGTHS.findLastIndex((it) => it <= low);
  const last = ROUND_LENGTHS.findIndex((it) => it >= high && it > low);
  const ticks = ROUND_LENGTHS.slice(Math.max(0, first), last < 0 ? undefined : last + 1);
  const floor = Math.log(ticks[0] ?? 1);
  const unit = (end - start) / (Math.log(ticks.at(-1) ?? 2) - floor);
  return {
    at: (value) =>
      start + Math.max(0, (Math.log(value) - floor) * Math.abs(unit)) * Math.sign(unit),
    ticks,
  };
}
