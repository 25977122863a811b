/** A length of the calendar, as the API writes it: `P30D`, `P1Y`, `PT12H`. */
export interface Period {
  readonly months: number;
  readonly days: number;
  readonly ms: number;
  /** In words: `1 year 2 months`. */
  readonly words: string;
}

const FORM =
  /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/;

const UNITS = ['year', 'month', 'week', 'day', 'hour', 'minute', 'second'];

/** Reads it; null for what is none, or is nothing long. The service is the judge of the rest. */
export function period(text: string): Period | null {
  const found = FORM.exec(text.trim());
  if (!found) return null;
  const counts = UNITS.map((_, i) => Number((found[i + 1] ?? '0').replace(',', '.')));
  const words = UNITS.map((unit, i) => [counts[i] as number, unit] as const)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`)
    .join(' ');
  if (!words) return null;
  const [years, months, weeks, days, hours, minutes, seconds] = counts as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return {
    months: years * 12 + months,
    days: weeks * 7 + days,
    ms: (hours * 3_600 + minutes * 60 + seconds) * 1_000,
    words,
  };
}

/** In words, or as it stands. */
export function periodWords(text: string): string {
  return period(text)?.words ?? text;
}

/** The moment so long after another, by the calendar of UTC, as the service counts; or before it. */
export function shifted(ms: number, by: Period, sign: 1 | -1): number {
  const date = new Date(ms);
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() + sign * by.months, 1);
  // The last of a month stays one: a month before the 31st of March is in February.
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last) + sign * by.days);
  return date.getTime() + sign * by.ms;
}
