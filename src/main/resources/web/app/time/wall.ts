import { dateTime } from './zone';

/**
 * What the clocks of the screen's zone show, and when. A wall time is written as the moment at which
 * the clocks of UTC show the same, so that it can be reckoned with.
 */
const HOUR = 3_600_000;

/** What the clocks show at a moment, to the second. */
export function wall(ms: number): number {
  return Date.parse(`${dateTime(ms).replace(' ', 'T')}Z`);
}

/**
 * When the clocks show a time: the first of the moments, where they show it twice; the moment at
 * which they skip it, where they do.
 */
export function moment(wallMs: number): number {
  // Zones are never further than a day from UTC: both offsets that can hold are among these.
  const before = wallMs - offsetAt(wallMs - 24 * HOUR);
  const after = wallMs - offsetAt(wallMs + 24 * HOUR);
  const shown = [before, after].filter((it) => wall(it) === wallMs);
  return shown.length > 0 ? Math.min(...shown) : Math.max(before, after);
}

/** A moment as a field for date and time takes it, to the minute; nothing where there is none. */
export function toField(ms: number): string {
  return Number.isFinite(ms) ? new Date(wall(ms)).toISOString().slice(0, 16) : '';
}

/** The moment that was typed into such a field; NaN where it holds none. */
export function fromField(text: string): number {
  return moment(Date.parse(`${text}Z`));
}

function offsetAt(ms: number): number {
  const second = Math.floor(ms / 1000) * 1000;
  return wall(second) - second;
}

/**
 * The moments of a range at which the clocks show round times, so many apart. They are reckoned on
 * the clocks, so that a day begins at midnight on both sides of a change, and full hours are full in
 * zones that are half an hour off.
 */
export function timeTicks(from: number, to: number, step: number): number[] {
  const ticks: number[] = [];
  const end = wall(to) + HOUR;
  for (let at = Math.floor(wall(from) / step) * step; at <= end; at += step) {
    const tick = moment(at);
    if (tick >= from && tick < to && tick > (ticks.at(-1) ?? -Infinity)) ticks.push(tick);
  }
  return ticks;
}
