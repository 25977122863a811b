const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** `640 B`, `12.3 MB`: in powers of a thousand. */
export function bytes(count: number): string {
  let value = count;
  let unit = 0;
  while (value >= 1_000 && unit < UNITS.length - 1) {
    value /= 1_000;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}

/** `12,345`. */
export function count(value: number): string {
  return value.toLocaleString('en');
}

/** `1 step`, `12,345 steps`; words that do not take an s say what they take. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}
