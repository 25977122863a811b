/** The places of two lists that belong together; -1 where there is none on the other side. */
export type Aligned = readonly [left: number, right: number];

/** Most comparisons for one pair of lists: beyond it, what is between equal ends is one gap. */
const MOST_CELLS = 1_000_000;

/** Aligns two lists by equal marks, keeping the order of both, so that as many as possible meet. */
export function aligned<T>(left: readonly T[], right: readonly T[]): Aligned[] {
  const most = Math.min(left.length, right.length);
  let start = 0;
  while (start < most && left[start] === right[start]) start++;
  let end = 0;
  while (end < most - start && left.at(-1 - end) === right.at(-1 - end)) end++;
  const pairs: Aligned[] = [];
  for (let i = 0; i < start; i++) pairs.push([i, i]);
  const middle = common(
    left.slice(start, left.length - end),
    right.slice(start, right.length - end),
  );
  for (const [i, j] of middle) pairs.push([i < 0 ? -1 : i + start, j < 0 ? -1 : j + start]);
  for (let i = end; i > 0; i--) pairs.push([left.length - i, right.length - i]);
  return pairs;
}

/** By the longest common subsequence. */
function common<T>(left: readonly T[], right: readonly T[]): Aligned[] {
  const [n, m] = [left.length, right.length];
  const known = new Set(left);
  // Where nothing is the same, nothing need be looked for.
  const isWorth = n * m <= MOST_CELLS && right.some((it) => known.has(it));
  const wide = m + 1;
  const longest = new Uint32Array(isWorth ? (n + 1) * wide : 0);
  const at = (i: number, j: number): number => longest[i * wide + j] ?? 0;
  for (let i = isWorth ? n - 1 : -1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) {
      longest[i * wide + j] =
        left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: Aligned[] = [];
  let [i, j] = [0, 0];
  while (i < n && j < m && isWorth) {
    if (left[i] === right[j]) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) pairs.push([i++, -1]);
    else pairs.push([-1, j++]);
  }
  while (i < n) pairs.push([i++, -1]);
  while (j < m) pairs.push([-1, j++]);
  return pairs;
}

/** The runs of places between those that met: what is only left, and what is only right. */
export function gaps(pairs: readonly Aligned[]): (Aligned | { left: number[]; right: number[] })[] {
  const told: (Aligned | { left: number[]; right: number[] })[] = [];
  let gap: { left: number[]; right: number[] } | null = null;
  for (const pair of pairs) {
    const [i, j] = pair;
    if (i >= 0 && j >= 0) {
      gap = null;
      told.push(pair);
      continue;
    }
    if (!gap) {
      gap = { left: [], right: [] };
      told.push(gap);
    }
    if (i >= 0) gap.left.push(i);
    else gap.right.push(j);
  }
  return told;
}
