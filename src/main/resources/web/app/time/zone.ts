import { remembered } from '../base/signal';
import { now } from './clock';
import { ago, duration } from './duration';

/** The zone of this browser. */
const OWN_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** `local`, `UTC`, or the name of any zone: all times on the screen are in this one. */
export const zone = remembered<string>('zone', 'local');

/** The zone that somebody chose last besides these two. */
const otherZone = remembered<string>('otherZone', '');

/** Whether this browser knows a zone by this name. */
export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return name !== '';
  } catch {
    return false;
  }
}

// What was remembered may be of another browser, or of another year.
if (zone.value !== 'local' && !isZone(zone.value)) zone.value = 'local';
if (!isZone(otherZone.value)) otherZone.value = '';
zone.subscribe((value) => {
  if (value !== 'local' && value !== 'UTC') otherZone.value = value;
});

export function zoneName(): string {
  return nameOf(zone.value);
}

function nameOf(value: string): string {
  return value === 'local' ? OWN_ZONE : value;
}

/** The zones that are one key away: the browser's, UTC, and the one that was chosen. */
export function zoneChoices(ms: number): { value: string; name: string; offset: string }[] {
  const values = OWN_ZONE === 'UTC' ? ['local'] : ['local', 'UTC'];
  const other = otherZone.value;
  if (other && other !== OWN_ZONE) values.push(other);
  return values.map((value) => {
    const name = nameOf(value);
    return { value, name, offset: offset(ms, name) };
  });
}

/** From one of these to the next. */
export function nextZone(): void {
  const values = zoneChoices(0).map((it) => it.value);
  zone.value = values[(values.indexOf(zone.value) + 1) % values.length] as string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(
  name: string,
  options: Intl.DateTimeFormatOptions,
  timeZone: string,
): Intl.DateTimeFormat {
  const slot = `${timeZone} ${name}`;
  let made = formats.get(slot);
  if (!made) {
    made = new Intl.DateTimeFormat('en-GB', { ...options, timeZone, hourCycle: 'h23' });
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
  timeZone = zoneName(),
): Record<string, string> {
  return Object.fromEntries(
    format(name, options, timeZone)
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

/** `GMT+5:45`: how far a zone is from UTC at a moment. */
export function offset(ms: number, timeZone = zoneName()): string {
  return parts(ms, 'offset', { timeZoneName: 'shortOffset' }, timeZone)['timeZoneName'] ?? 'UTC';
}

/** Everything there is to say of a moment: for tooltips. */
export function fully(ms: number): string {
  const past = now() - ms;
  const relative = past < -5_000 ? `in ${duration(-past)}` : ago(past);
  return `${dateTime(ms)} ${zoneName()} (${offset(ms)})\n${relative}\n${new Date(ms).toISOString()}`;
}

/** Tooltips say how long ago something was when somebody looks, not when it was drawn. */
export function startTooltips(): void {
  document.addEventListener('pointerover', (event) => {
    const told = (event.target as Element).closest('[title]');
    const [, moment = ''] = /\n(\d{4}-\S+Z)$/.exec(told?.getAttribute('title') ?? '') ?? [];
    if (moment) told?.setAttribute('title', fully(Date.parse(moment)));
  });
}
