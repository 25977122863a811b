import { fanOf, type Arcs, type Fan } from './ranks';

/** Layers of nodes, each from one side to the other. */
export type Layers = number[][];

const SWEEPS = 8;

/**
 * Orders layers so that few edges cross: each node goes where its neighbours in the layer before are
 * on average, down and up again, and the best order that was seen is kept.
 */
export function ordered(layers: Layers, count: number, arcs: Arcs): Layers {
  const out = fanOf(count, arcs.from);
  const into = fanOf(count, arcs.to);
  const place = new Float64Array(count);
  let current = layers.map((it) => [...it]);
  const settle = (layer: readonly number[]): void => layer.forEach((node, i) => (place[node] = i));
  current.forEach(settle);
  let best = current;
  let least = crossings(current, out, arcs, place);
  for (let sweep = 0; sweep < SWEEPS && least > 0; sweep++) {
    const down = sweep % 2 === 0;
    const [fan, ends] = down ? ([into, arcs.from] as const) : ([out, arcs.to] as const);
    current = current.map((it) => [...it]);
    for (let i = 1; i < current.length; i++) {
      const layer = current[down ? i : current.length - 1 - i] as number[];
      sortByNeighbours(layer, fan, ends, place);
      settle(layer);
    }
    const now = crossings(current, out, arcs, place);
    if (now >= least) continue;
    least = now;
    best = current;
  }
  return best;
}

function sortByNeighbours(layer: number[], fan: Fan, ends: Int32Array, place: Float64Array): void {
  const wanted = layer.map((node, i) => {
    const mean = meanOf(node, fan, ends, place);
    return { node, i, at: mean ?? i };
  });
  wanted.sort((a, b) => a.at - b.at || a.i - b.i);
  wanted.forEach((it, i) => (layer[i] = it.node));
}

/** Where the neighbours of a node are on average; null if it has none. */
export function meanOf(
  node: number,
  fan: Fan,
  ends: Int32Array,
  place: Float64Array,
): number | null {
  const first = fan.start[node] as number;
  const end = fan.start[node + 1] as number;
  if (first === end) return null;
  let sum = 0;
  for (let i = first; i < end; i++) sum += place[ends[fan.list[i] as number] as number] as number;
  return sum / (end - first);
}

/** How many pairs of edges cross, counted with a tree of sums: no pair is looked at. */
function crossings(layers: Layers, out: Fan, arcs: Arcs, place: Float64Array): number {
  let sum = 0;
  for (let i = 0; i + 1 < layers.length; i++) {
    const size = (layers[i + 1] as number[]).length;
    const tree = new Int32Array(size + 1);
    let seen = 0;
    for (const node of layers[i] as number[]) {
      const ends: number[] = [];
      for (let e = out.start[node] as number; e < (out.start[node + 1] as number); e++)
        ends.push(place[arcs.to[out.list[e] as number] as number] as number);
      for (const end of ends) {
        let upTo = 0;
        for (let at = end + 1; at > 0; at -= at & -at) upTo += tree[at] as number;
        sum += seen - upTo;
      }
      for (const end of ends)
        for (let at = end + 1; at <= size; at += at & -at) tree[at] = (tree[at] as number) + 1;
      seen += ends.length;
    }
  }
  return sum;
}
