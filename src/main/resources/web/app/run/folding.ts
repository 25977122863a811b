import { lengthOf, type Span } from './axis';

/** How long a pause may be, as a share of the whole, before it is folded; and how much is left of it. */
const IDLE = 0.2;
const LEFT = 0.04;

interface Piece extends Span {
  /** Where it begins on the folded axis, and how long it is there. */
  readonly at: number;
  readonly length: number;
  readonly folded: boolean;
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
    const add = (to: number, length: number, folded: boolean): void => {
      if (to > from) pieces.push({ from, to, at, length, folded });
      at += length;
      from = to;
    };
    for (const it of breaks) {
      add(it.from, it.from - from, false);
      add(it.to, Math.max(1, short), true);
    }
    add(whole.to, whole.to - from, false);
    this.#pieces = pieces;
  }

  /** The place of a moment; before and behind the whole, time goes on as ever. */
  place(ms: number): number {
    const piece = this.#pieces.find((it) => ms < it.to) ?? this.#pieces.at(-1);
    if (!piece) return ms;
    const rate = ms < piece.from || ms > piece.to ? 1 : piece.length / (piece.to - piece.from);
    return piece.at + (ms - piece.from) * rate;
  }

  /** The moment of a place. */
  moment(place: number): number {
    const piece = this.#pieces.find((it) => place < it.at + it.length) ?? this.#pieces.at(-1);
    if (!piece) return place;
    const outside = place < piece.at || place > piece.at + piece.length;
    const rate = outside ? 1 : (piece.to - piece.from) / piece.length;
    return piece.from + (place - piece.at) * rate;
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
