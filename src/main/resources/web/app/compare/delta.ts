import { duration } from '../time/duration';

/** Smaller differences of time, in milliseconds and as a share of the longer one, say nothing. */
const LEAST_MS = 10;
const LEAST_SHARE = 0.05;

/** Whether two lengths of time differ by more than chance. */
export function differs(a: number, b: number): boolean {
  return Math.abs(b - a) >= Math.max(LEAST_MS, Math.max(a, b) * LEAST_SHARE);
}

/** How much longer B took: `+1.20 s`, `−300 ms`, `±0`. */
export function signed(ms: number): string {
  if (Math.round(ms) === 0) return '±0';
  return (ms > 0 ? '+' : '−') + duration(Math.abs(ms));
}

/** The same as an arrow, which points up where B took longer. */
export function arrow(ms: number): string {
  return Math.round(ms) === 0 ? '' : ms > 0 ? '▲' : '▼';
}

/** The same in words. */
export function inWords(ms: number): string {
  if (Math.round(ms) === 0) return 'as long in both';
  return `${duration(Math.abs(ms))} ${ms > 0 ? 'longer' : 'shorter'} in B`;
}
