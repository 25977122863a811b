import type { Shown } from './fold';

/**
 * Engines seldom report a step for each decision. Where a node was reached and none of those before it
 * was, the shortest way back to one that was is the way that the run took: its edges are noted, and the
 * nodes between are returned.
 */
export function passedThrough(
  shown: Shown,
  reached: (node: number) => boolean,
  taken: boolean[],
): Set<number> {
  const { nodes, edges } = shown;
  const coming: number[][] = nodes.map(() => []);
  edges.forEach(({ from, to }, i) => from !== to && coming[to]?.push(i));
  const passed = new Set<number>();
  nodes.forEach((_, node) => {
    const before = coming[node] as number[];
    if (!reached(node) || before.some((it) => taken[it])) return;
    for (const edge of wayBack(node, shown, coming, reached)) {
      taken[edge] = true;
      const { from } = edges[edge] as { from: number };
      if (!reached(from)) passed.add(from);
    }
  });
  return passed;
}

/** The edges of the shortest way back over nodes that were not reached; none where there is no such way. */
function wayBack(
  node: number,
  { edges }: Shown,
  coming: readonly number[][],
  reached: (node: number) => boolean,
): number[] {
  const onward = new Map<number, number>();
  const queue = [node];
  for (const at of queue) {
    for (const edge of coming[at] ?? []) {
      const { from } = edges[edge] as { from: number };
      if (from === node || onward.has(from)) continue;
      onward.set(from, edge);
      if (!reached(from)) {
        queue.push(from);
        continue;
      }
      const way: number[] = [];
      for (let here = from; here !== node; here = edges[way.at(-1) as number]?.to ?? node)
        way.push(onward.get(here) as number);
      return way;
    }
  }
  return [];
}
