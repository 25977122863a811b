/** Which rows of a list of any length are drawn: those in sight and a few around them. */
export interface Window {
  readonly first: number;
  /** Behind the last. */
  readonly end: number;
}

const AROUND = 6;

export function windowOf(count: number, rowHeight: number, top: number, height: number): Window {
  const first = Math.max(0, Math.floor(top / rowHeight) - AROUND);
  const end = Math.min(count, Math.ceil((top + height) / rowHeight) + AROUND);
  return { first: Math.min(first, end), end };
}

/** How far to scroll so that a row is wholly in sight, as little as possible. */
export function scrollFor(index: number, rowHeight: number, top: number, height: number): number {
  const start = index * rowHeight;
  if (start < top) return start;
  if (start + rowHeight > top + height) return start + rowHeight - height;
  return top;
}
