import { duration } from '../time/duration';
import { dateTime } from '../time/zone';

/** What a column holds; its unit is told with its name. */
export type Kind = 'text' | 'time' | 'ms' | 'count' | 'percent';

export type Cell = string | number | null;

/** What a drawing shows, in words and numbers. */
export interface Table {
  readonly columns: readonly (readonly [name: string, kind: Kind])[];
  readonly rows: readonly { readonly cells: readonly Cell[]; readonly href: string }[];
}

/** A cell as people read it. */
export function told(cell: Cell, kind: Kind): string {
  if (cell === null) return '–';
  if (typeof cell === 'string') return cell;
  switch (kind) {
    case 'time':
      return dateTime(cell);
    case 'ms':
      return duration(cell);
    case 'percent':
      return percent(cell);
    default:
      return count(cell);
  }
}

export function count(n: number): string {
  return n.toLocaleString('en', { maximumFractionDigits: 1 });
}

export function percent(n: number): string {
  return `${n.toFixed(n < 100 && n > 99.9 ? 2 : 1)} %`;
}

/** As a file for spreadsheets (RFC 4180): times in UTC, lengths in milliseconds. */
export function csv(table: Table): string {
  const units: Partial<Record<Kind, string>> = { time: ' (UTC)', ms: ' (ms)', percent: ' (%)' };
  const head = table.columns.map(([name, kind]) => field(name + (units[kind] ?? '')));
  const rows = table.rows.map(({ cells }) =>
    cells.map((it, i) => {
      if (it === null) return '';
      if (typeof it === 'string') return field(it);
      return table.columns[i]?.[1] === 'time' ? new Date(it).toISOString() : String(it);
    }),
  );
  return [head, ...rows].map((it) => it.join(',') + '\r\n').join('');
}

/** A text that begins like a formula would be run by some programs: an apostrophe makes it text. */
function field(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
