import type { Line } from './requests';

/** Lines that follow each other without any missing, from a row on. */
interface Segment {
  row: number;
  lines: Line[];
}

/** Rows that are not held, and the sequences of the lines right before and behind them. */
export interface Hole {
  readonly from: number;
  /** Behind the last. */
  readonly end: number;
  readonly low: number;
  readonly high: number;
}

const MOST_HELD = 24_000;

/**
 * A log of any length of which some stretches are held. Rows count lines from the first one; a late
 * line moves all behind it by one row.
 */
export class Segments {
  #list: Segment[] = [];
  total = 0;
  /** The line of the highest sequence, held or not. */
  newest: Line | undefined;
  /** How often rows changed their lines: what was asked for before then no longer fits. */
  shifts = 0;

  /** The highest sequence there is; -1 while there is none. */
  get last(): number {
    return this.newest?.sequence ?? -1;
  }

  at(row: number): Line | undefined {
    for (const it of this.#list) {
      if (row >= it.row && row < it.row + it.lines.length) return it.lines[row - it.row];
    }
    return undefined;
  }

  /** The row of a line that is held; -1 if it is not. */
  rowOf(sequence: number): number {
    for (const { row, lines } of this.#list) {
      const place = placeOf(lines, sequence);
      if (lines[place]?.sequence === sequence) return row + place;
    }
    return -1;
  }

  /** The hole around a row; null if the row is held or does not exist. */
  hole(row: number): Hole | null {
    if (row < 0 || row >= this.total) return null;
    let from = 0;
    let low = -1;
    for (const it of this.#list) {
      const end = it.row + it.lines.length;
      if (row < it.row) return { from, end: it.row, low, high: (it.lines[0] as Line).sequence };
      if (row < end) return null;
      from = end;
      low = (it.lines.at(-1) as Line).sequence;
    }
    return { from, end: this.total, low, high: this.last + 1 };
  }

  /** Fills a hole, or a part of it; false if the lines do not fit what is known. */
  put(row: number, lines: readonly Line[]): boolean {
    for (let i = 0; i < lines.length;) {
      const hole = this.hole(row + i);
      if (!hole) {
        i++;
        continue;
      }
      const some = lines.slice(i, hole.end - row);
      const [a, b] = [some[0], some.at(-1)];
      if (!a || !b || a.sequence <= hole.low || b.sequence >= hole.high) return false;
      this.#list.push({ row: row + i, lines: some });
      this.#list.sort((a, b) => a.row - b.row);
      i += some.length;
    }
    return row + lines.length <= this.total;
  }

  /** Takes in a line where its sequence puts it; false if it is held already. */
  add(line: Line): boolean {
    const { sequence } = line;
    const end = this.#list.at(-1);
    if (sequence > this.last) {
      if (end && end.row + end.lines.length === this.total) end.lines.push(line);
      else this.#list.push({ row: this.total, lines: [line] });
      this.newest = line;
      this.total++;
      return true;
    }
    let i = this.#list.findIndex((it) => (it.lines.at(-1) as Line).sequence >= sequence);
    const it = this.#list[i];
    if (it) {
      const place = placeOf(it.lines, sequence);
      if (it.lines[place]?.sequence === sequence) return false;
      // Before the first line of a stretch it is held only if nothing else can be between.
      if (place > 0 || it.row === 0) {
        it.lines.splice(place, 0, line);
        i++;
      }
      for (; i < this.#list.length; i++) (this.#list[i] as Segment).row++;
    }
    this.total++;
    this.shifts++;
    return true;
  }

  /** Forgets what is far from the rows in sight, once there is too much. */
  clip(from: number, end: number): void {
    const held = this.#list.reduce((sum, it) => sum + it.lines.length, 0);
    if (held <= MOST_HELD) return;
    const low = from - MOST_HELD / 3;
    const high = end + MOST_HELD / 3;
    this.#list = this.#list
      .map(({ row, lines }) => ({
        row: Math.max(row, low),
        lines: lines.slice(Math.max(0, low - row), Math.max(0, high - row)),
      }))
      .filter((it) => it.lines.length > 0);
  }

  /** Forgets all lines, but not how many there are. */
  reset(total: number): void {
    this.#list = [];
    this.total = total;
    this.shifts++;
  }
}

/** Where a sequence stands, or would stand, among lines in order. */
function placeOf(lines: readonly Line[], sequence: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle] as Line).sequence < sequence) low = middle + 1;
    else high = middle;
  }
  return low;
}
