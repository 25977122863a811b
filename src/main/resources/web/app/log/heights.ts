/**
 * Where rows stand that are all of one height, but for a few that were opened; and how a log that is
 * higher than a browser can draw is scrolled nevertheless: then a pixel of the scrollbar stands for
 * several of the log.
 */
export const LINE = 20;

const HIGHEST = 8_000_000;

export interface Open {
  row: number;
  /** How much higher than a line it is. */
  extra: number;
}

export class Heights {
  /** By sequence. */
  readonly open = new Map<number, Open>();
  count = 0;
  view = 0;

  get whole(): number {
    let extra = 0;
    for (const it of this.open.values()) extra += it.extra;
    return this.count * LINE + extra;
  }

  /** How high the element is that is scrolled. */
  get drawn(): number {
    return Math.min(this.whole, HIGHEST);
  }

  /** How many pixels of the log one of the scrollbar stands for. */
  get ratio(): number {
    const { whole, drawn, view } = this;
    return whole > drawn ? (whole - view) / Math.max(1, drawn - view) : 1;
  }

  /** Where the scrollbar is when the log is there. */
  toScroll(top: number): number {
    return top / this.ratio;
  }

  topOf(row: number): number {
    let top = row * LINE;
    for (const it of this.open.values()) if (it.row < row) top += it.extra;
    return top;
  }

  rowAt(top: number): number {
    let before = 0;
    for (const it of [...this.open.values()].sort((a, b) => a.row - b.row)) {
      const start = it.row * LINE + before;
      if (top < start + LINE) break;
      if (top < start + LINE + it.extra) return it.row;
      before += it.extra;
    }
    return Math.max(0, Math.floor((top - before) / LINE));
  }
}
