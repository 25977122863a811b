/** A span of time that is in view, in milliseconds of the epoch. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const LEAST_MS = 1;

export function lengthOf(span: Span): number {
  return Math.max(LEAST_MS, span.to - span.from);
}

/** Zooms by a factor, below one is nearer, so that the moment under the pointer stays there. */
export function zoomed(view: Span, whole: Span, at: number, factor: number): Span {
  const length = Math.min(lengthOf(whole), Math.max(LEAST_MS, lengthOf(view) * factor));
  const share = (at - view.from) / lengthOf(view);
  return within({ from: at - share * length, to: at + (1 - share) * length }, whole);
}

/** Moved along by so many milliseconds, and no farther than there is something. */
export function panned(view: Span, whole: Span, by: number): Span {
  return within({ from: view.from + by, to: view.to + by }, whole);
}

function within(view: Span, whole: Span): Span {
  const length = Math.min(lengthOf(view), lengthOf(whole));
  const from = Math.min(Math.max(view.from, whole.from), whole.to - length);
  return { from, to: from + length };
}

/** A span with some air around it. */
export function around(span: Span, whole: Span, air = 0.15): Span {
  const pad = Math.max(LEAST_MS, lengthOf(span) * air);
  return within({ from: span.from - pad, to: span.to + pad }, whole);
}

/** The end of the axis of a run that goes on: it grows in steps, so that nothing creeps. */
export function grown(from: number, end: number, now: number): number {
  if (now <= end) return end;
  return from + Math.max(1_000, (now - from) * 1.25);
}

/** `1200-3400`, relative to the start: how a view stands in the address. */
export function written(view: Span, start: number): string {
  return `${Math.round(view.from - start)}-${Math.round(view.to - start)}`;
}

export function read(text: string, start: number): Span | null {
  const parts = /^(-?\d{1,15})-(-?\d{1,15})$/.exec(text);
  if (!parts) return null;
  const span = { from: start + Number(parts[1]), to: start + Number(parts[2]) };
  return span.to > span.from ? span : null;
}
