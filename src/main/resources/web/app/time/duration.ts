const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time in at most two units: `740 ms`, `3.2 s`, `4 min 10 s`, `2 d 3 h`. */
export function duration(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return '';
  const length = Math.max(0, ms);
  if (length < SECOND) return `${Math.round(length)} ms`;
  if (length < 99_950) return `${(length / SECOND).toFixed(length < 10 * SECOND ? 2 : 1)} s`;
  const seconds = Math.round(length / SECOND);
  if (seconds < 3_600) return two(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  const minutes = Math.round(length / MINUTE);
  if (minutes < 1_440) return two(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(length / HOUR);
  return two(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

function two(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return `${large} ${largeUnit}` + (small ? ` ${small} ${smallUnit}` : '');
}

const UNITS: Record<string, number> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };

/** Reads `15m`, `24h`, `7d`; null for anything else. */
export function parseSpan(text: string): number | null {
  const parts = /^(\d{1,5})([smhdw])$/.exec(text);
  return parts ? Number(parts[1]) * (UNITS[parts[2] as string] as number) : null;
}

/** How long ago, roughly: `now`, `5 min ago`. */
export function ago(ms: number): string {
  if (ms < 5 * SECOND) return 'now';
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s ago`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min ago`;
  if (ms < 2 * DAY) return `${Math.floor(ms / HOUR)} h ago`;
  return `${Math.floor(ms / DAY)} d ago`;
}

const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500]
  .concat([1, 2, 5, 10, 15, 30].map((n) => n * SECOND))
  .concat([1, 2, 5, 10, 15, 30].map((n) => n * MINUTE))
  .concat([1, 2, 3, 6, 12].map((n) => n * HOUR))
  .concat([1, 2, 5, 10, 20, 50, 100, 200, 500].map((n) => n * DAY));

/** The distance between the ticks of an axis, a round one, so that about so many fit. */
export function tickStep(spanMs: number, ticks: number): number {
  const least = spanMs / Math.max(1, ticks);
  return STEPS.find((step) => step >= least) ?? Math.ceil(least / (1_000 * DAY)) * 1_000 * DAY;
}
