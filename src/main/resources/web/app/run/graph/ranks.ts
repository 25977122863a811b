/** Edges as two columns of node numbers; none leads from a node to itself. */
export interface Arcs {
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** Which edges begin (or end) at each node: those of node n are `list[start[n]]` to `list[start[n + 1] - 1]`. */
export interface Fan {
  readonly start: Int32Array;
  readonly list: Int32Array;
}

export function fanOf(count: number, ends: Int32Array): Fan {
  const start = new Int32Array(count + 1);
  for (const end of ends) start[end + 1] = (start[end + 1] as number) + 1;
  for (let i = 0; i < count; i++) start[i + 1] = (start[i + 1] as number) + (start[i] as number);
  const next = start.slice();
  const list = new Int32Array(ends.length);
  ends.forEach((end, edge) => {
    const at = next[end] as number;
    list[at] = edge;
    next[end] = at + 1;
  });
  return { start, list };
}

/** The same edges, with those turned round that would close a circle. Not recursive. */
export function withoutCircles(count: number, arcs: Arcs): Arcs {
  const out = fanOf(count, arcs.from);
  const into = fanOf(count, arcs.to);
  const from = arcs.from.slice();
  const to = arcs.to.slice();
  const next = out.start.slice(0, count);
  const state = new Uint8Array(count);
  const walk = (root: number): void => {
    const path = [root];
    state[root] = 1;
    while (path.length > 0) {
      const node = path[path.length - 1] as number;
      const at = next[node] as number;
      if (at >= (out.start[node + 1] as number)) {
        state[node] = 2;
        path.pop();
        continue;
      }
      next[node] = at + 1;
      const edge = out.list[at] as number;
      const other = arcs.to[edge] as number;
      if (state[other] === 0) {
        state[other] = 1;
        path.push(other);
      } else if (state[other] === 1) {
        from[edge] = other;
        to[edge] = node;
      }
    }
  };
  // From where nothing leads to first, so that edges are turned where the circle closes.
  for (let i = 0; i < count; i++) if (into.start[i] === into.start[i + 1]) walk(i);
  for (let i = 0; i < count; i++) if (state[i] === 0) walk(i);
  return { from, to };
}

/** The layer of each node: behind all that lead to it, and no farther from what it leads to than need be. */
export function ranksOf(count: number, arcs: Arcs): Int32Array {
  const out = fanOf(count, arcs.from);
  const into = fanOf(count, arcs.to);
  const rank = new Int32Array(count);
  const left = new Int32Array(count);
  const order: number[] = [];
  for (let i = 0; i < count; i++) {
    left[i] = (into.start[i + 1] as number) - (into.start[i] as number);
    if (left[i] === 0) order.push(i);
  }
  for (let at = 0; at < order.length; at++) {
    const node = order[at] as number;
    for (let i = out.start[node] as number; i < (out.start[node + 1] as number); i++) {
      const other = arcs.to[out.list[i] as number] as number;
      rank[other] = Math.max(rank[other] as number, (rank[node] as number) + 1);
      left[other] = (left[other] as number) - 1;
      if (left[other] === 0) order.push(other);
    }
  }
  for (const node of order.reverse()) {
    const first = out.start[node] as number;
    const end = out.start[node + 1] as number;
    const comes = (into.start[node + 1] as number) - (into.start[node] as number);
    if (end === first || comes >= end - first) continue;
    let nearest = Infinity;
    for (let i = first; i < end; i++)
      nearest = Math.min(nearest, rank[arcs.to[out.list[i] as number] as number] as number);
    rank[node] = nearest - 1;
  }
  return rank;
}
