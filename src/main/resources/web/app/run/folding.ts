import { lengthOf, type Span } from './axis';

/** How long a pause may be, as a share of the whole, before it is folded; and how much is left of it. */
const IDLE = 0.2;
const LEFT = 0.04;

/** What lies on the axis as one straight line. */
interface Piece {
  readonly time: Span;
  readonly place: Span;
}

/**
 * An axis on which long pauses are short. It is one line without jumps that only rises, so that every
 * moment has a place and every place a moment.
 */
export class Axis {
  readonly #pieces: readonly Piece[];
  readonly breaks: readonly Span[];

  constructor(whole: Span, breaks: readonly Span[] = []) {
    this.breaks = breaks;
    const idle = breaks.reduce((sum, it) => sum + lengthOf(it), 0);
    const short = ((lengthOf(whole) - idle) * LEFT) / (1 - LEFT * breaks.length);
    const pieces: Piece[] = [];
    let from = whole.from;
    let at = 0;
    const add = (to: number, length: number): void => {
      const place = { from: at, to: at + length };
      if (to > from) pieces.push({ time: { from, to }, place });
      at += length;
      from = to;
    };
    for (const it of breaks) {
      add(it.from, it.from - from);
      add(it.to, Math.max(1, short));
    }
    add(whole.to, whole.to - from);
    this.#pieces = pieces;
  }

  /** The place of a moment; before and behind the whole, time goes on as ever. */
  place(ms: number): number {
    return this.#moved(ms, 'time', 'place');
  }

  /** The moment of a place. */
  moment(place: number): number {
    return this.#moved(place, 'place', 'time');
  }

  #moved(at: number, from: keyof Piece, to: keyof Piece): number {
    const piece = this.#pieces.find((it) => at < it[from].to) ?? this.#pieces.at(-1);
    if (!piece) return at;
    const by = at - piece[from].from;
    const inside = by >= 0 && at <= piece[from].to;
    return piece[to].from + (inside ? (by * lengthOf(piece[to])) / lengthOf(piece[from]) : by);
  }

  placed(span: Span): Span {
    return { from: this.place(span.from), to: this.place(span.to) };
  }

  momentsOf(span: Span): Span {
    return { from: this.moment(span.from), to: this.moment(span.to) };
  }
}

/** The pauses that are so long that what ran could not be seen beside them. */
export function pausesOf(coverage: readonly Span[], whole: Span, live: boolean): Span[] {
  const least = lengthOf(whole) * IDLE;
  const pauses: Span[] = [];
  let from = whole.from;
  for (const span of coverage) {
    if (span.from - from > least) pauses.push({ from, to: span.from });
    from = Math.max(from, span.to);
  }
  // What is still to come is no pause.
  if (!live && coverage.length > 0 && whole.to - from > least) pauses.push({ from, to: whole.to });
  return pauses;
}
