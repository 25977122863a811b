import { remembered } from '../base/signal';

/** The zone of this browser. */
export const OWN_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** `local`, `UTC`, or the name of any zone: all times on the screen are in this one. */
export const zone = remembered<string>('zone', 'local');

export function zoneName(): string {
  return zone.value === 'local' ? OWN_ZONE : zone.value;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const slot = `${zoneName()} ${name}`;
  let made = formats.get(slot);
  if (!made) {
    made = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zoneName(), hourCycle: 'h23' });
    formats.set(slot, made);
  }
  return made;
}

const DATE = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
const TIME = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;

function parts(
  ms: number,
  name: string,
  options: Intl.DateTimeFormatOptions,
): Record<string, string> {
  return Object.fromEntries(
    format(name, options)
      .formatToParts(ms)
      .map((part) => [part.type, part.value]),
  );
}

/** `2026-11-20 18:04:05`, in the zone of the screen. */
export function dateTime(ms: number): string {
  const p = parts(ms, 'dateTime', { ...DATE, ...TIME });
  return `${p['year']}-${p['month']}-${p['day']} ${p['hour']}:${p['minute']}:${p['second']}`;
}

/** `2026-11-20`. */
export function date(ms: number): string {
  const p = parts(ms, 'date', DATE);
  return `${p['year']}-${p['month']}-${p['day']}`;
}

/** `18:04:05`. */
export function time(ms: number): string {
  const p = parts(ms, 'time', TIME);
  return `${p['hour']}:${p['minute']}:${p['second']}`;
}

/** `GMT+5:45`: how far the zone is from UTC at a moment. */
export function offset(ms: number): string {
  return parts(ms, 'offset', { timeZoneName: 'shortOffset' })['timeZoneName'] ?? 'UTC';
}

/** Everything there is to say of a moment: for tooltips. */
export function fully(ms: number): string {
  return `${dateTime(ms)} ${zoneName()} (${offset(ms)})\n${new Date(ms).toISOString()}`;
}
