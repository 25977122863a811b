/** The places of two lists that belong together; -1 where there is none on the other side. */
export type Aligned = readonly [left: number, right: number];

/** Most comparisons for one pair of lists: beyond it, what is between equal ends is one gap. */
const MOST_CELLS = 1_000_000;

/**
 * Aligns two lists by equal marks, keeping the order of both, so that as many as possible meet.
 * What is left between two meetings is paired in its order, where it is as many or alike.
 */
export function aligned<T>(
  left: readonly T[],
  right: readonly T[],
  isAlike: (i: number, j: number) => boolean,
): Aligned[] {
  const pairs: Aligned[] = [];
  let [i, j] = [0, 0];
  for (const [nextI, nextJ] of [...meetings(left, right), [left.length, right.length] as const]) {
    const isAsMany = nextI - i === nextJ - j;
    while (i < nextI || j < nextJ) {
      const [one, other] = [i < nextI ? i++ : -1, j < nextJ ? j++ : -1];
      if (one < 0 || other < 0 || isAsMany || isAlike(one, other)) pairs.push([one, other]);
      else pairs.push([one, -1], [-1, other]);
    }
    if (i < left.length && j < right.length) pairs.push([i++, j++]);
  }
  return pairs;
}

/** Where both have the same: at their ends, and between these by the longest common subsequence. */
function meetings<T>(left: readonly T[], right: readonly T[]): Aligned[] {
  const met: Aligned[] = [];
  let [i, j] = [0, 0];
  let [n, m] = [left.length, right.length];
  while (i < n && i < m && left[i] === right[i]) met.push([i, i++]);
  j = i;
  const ends: Aligned[] = [];
  while (n > i && m > j && left[n - 1] === right[m - 1]) ends.push([--n, --m]);
  const [wide, from] = [m - j + 1, i];
  const cells = (n - i + 1) * wide;
  if (cells <= MOST_CELLS) {
    const longest = new Uint32Array(cells);
    const at = (x: number, y: number): number => longest[(x - from) * wide + y - from] ?? 0;
    for (let x = n - 1; x >= from; x--) {
      for (let y = m - 1; y >= from; y--) {
        longest[(x - from) * wide + y - from] =
          left[x] === right[y] ? at(x + 1, y + 1) + 1 : Math.max(at(x + 1, y), at(x, y + 1));
      }
    }
    while (i < n && j < m) {
      if (left[i] === right[j]) met.push([i++, j++]);
      else if (at(i + 1, j) >= at(i, j + 1)) i++;
      else j++;
    }
  }
  return [...met, ...ends.reverse()];
}
