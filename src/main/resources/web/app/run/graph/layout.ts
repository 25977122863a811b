import { fanOf, ranksOf, withoutCircles, type Arcs } from './ranks';
import { meanOf, ordered, type Layers } from './order';

export const WIDE = 172;
export const HIGH = 40;
const APART = 20;
const ROUNDS = 4;
/** How many bends there may be in all: longer edges beyond that are drawn straight. */
const MOST_BENDS = 6_000;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Layout {
  /** The middle of each node. */
  readonly nodes: readonly Point[];
  /** The bends of each edge, between its ends. */
  readonly bends: readonly (readonly Point[])[];
  /** Whether edges lead from left to right; else from top to bottom. */
  readonly across: boolean;
}

export type Ends = readonly { readonly from: number; readonly to: number }[];

/**
 * Places nodes in layers, so that edges lead one way, are short and cross seldom. Pure: the same graph
 * is placed in the same way each time. Nothing is recursive: a chain may be as long as it likes.
 */
export function layoutOf(count: number, edges: Ends): Layout {
  const kept = edges.map((it, i) => ({ ...it, i })).filter((it) => it.from !== it.to);
  const arcs = withoutCircles(count, columns(kept));
  const rank = ranksOf(count, arcs);
  const lonely = alone(count, arcs);
  const { layers, total, pieces, chains } = layered(count, arcs, rank, lonely);
  const best = ordered(layers, total, pieces);
  const widest = best.reduce((most, it) => Math.max(most, it.length), 1);
  const across = isAcross(widest, best.length);
  const size = across ? HIGH : WIDE;
  const along = across ? WIDE + 56 : HIGH + 44;
  const place = placed(best, total, pieces, (node) => (node < count ? size : size / 6));
  const layerOf = new Int32Array(total);
  best.forEach((layer, i) => layer.forEach((node) => (layerOf[node] = i)));
  const at = (node: number): Point => {
    const [side, depth] = [place[node] as number, (layerOf[node] as number) * along];
    return across ? { x: depth, y: side } : { x: side, y: depth };
  };
  const nodes = Array.from({ length: count }, (_, i) => at(i));
  spread(nodes, lonely);
  const bends: Point[][] = edges.map(() => []);
  kept.forEach(({ i, from }, k) => {
    const points = (chains[k] as number[]).map(at);
    // One that was turned round is drawn as it was.
    bends[i] = arcs.from[k] === from ? points : points.reverse();
  });
  return { nodes, bends, across };
}

function columns(edges: Ends): Arcs {
  return {
    from: Int32Array.from(edges, (it) => it.from),
    to: Int32Array.from(edges, (it) => it.to),
  };
}

function alone(count: number, arcs: Arcs): ReadonlySet<number> {
  const met = new Set([...arcs.from, ...arcs.to]);
  return new Set(Array.from({ length: count }, (_, i) => i).filter((it) => !met.has(it)));
}

/** Whichever way fills a view that is wider than high. */
function isAcross(widest: number, layers: number): boolean {
  const scale = (w: number, h: number): number => Math.min(4 / w, 3 / h);
  return (
    scale(layers * (WIDE + 56), widest * (HIGH + APART)) >
    scale(widest * (WIDE + APART), layers * (HIGH + 44))
  );
}

/** Layers, in which edges over several have a bend in each between. */
function layered(
  count: number,
  arcs: Arcs,
  rank: Int32Array,
  lonely: ReadonlySet<number>,
): { layers: Layers; total: number; pieces: Arcs; chains: number[][] } {
  const layers: Layers = [];
  const put = (node: number, layer: number): void => {
    (layers[layer] ??= []).push(node);
  };
  for (let i = 0; i < count; i++) if (!lonely.has(i)) put(i, rank[i] as number);
  let total = count;
  const from: number[] = [];
  const to: number[] = [];
  const chains = Array.from(arcs.from, (start, edge) => {
    const end = arcs.to[edge] as number;
    const chain: number[] = [];
    const between = (rank[end] as number) - (rank[start] as number) - 1;
    if (total - count + between > MOST_BENDS) return chain;
    let last = start;
    for (let layer = (rank[start] as number) + 1; layer < (rank[end] as number); layer++) {
      put(total, layer);
      chain.push(total);
      from.push(last);
      to.push(total);
      last = total++;
    }
    from.push(last);
    to.push(end);
    return chain;
  });
  const pieces = { from: Int32Array.from(from), to: Int32Array.from(to) };
  return { layers: Array.from(layers, (it) => it ?? []), total, pieces, chains };
}

/** Moves nodes to the middle of their neighbours, as far as those beside them let them. */
function placed(
  layers: Layers,
  total: number,
  arcs: Arcs,
  sizeOf: (node: number) => number,
): Float64Array {
  const place = new Float64Array(total);
  const offsets = layers.map((layer) => {
    let at = 0;
    return layer.map((node, i) => {
      if (i > 0) at += (sizeOf(layer[i - 1] as number) + sizeOf(node)) / 2 + APART;
      place[node] = at;
      return at;
    });
  });
  layers.forEach((layer, i) => {
    const middle = ((offsets[i] as number[]).at(-1) ?? 0) / 2;
    for (const node of layer) place[node] = (place[node] as number) - middle;
  });
  const out = fanOf(total, arcs.from);
  const into = fanOf(total, arcs.to);
  for (let round = 0; round < ROUNDS; round++) {
    for (const down of [true, false]) {
      for (let i = 0; i < layers.length; i++) {
        const at = down ? i : layers.length - 1 - i;
        const [fan, ends] = down ? ([into, arcs.from] as const) : ([out, arcs.to] as const);
        const layer = layers[at] as number[];
        const wanted = layer.map((it) => meanOf(it, fan, ends, place) ?? (place[it] as number));
        const found = nearest(wanted, offsets[at] as number[]);
        layer.forEach((node, n) => (place[node] = found[n] as number));
      }
    }
  }
  return place;
}

/** The places nearest to the wanted ones that keep their distances: violators are pooled (isotonic regression). */
export function nearest(wanted: readonly number[], offsets: readonly number[]): number[] {
  const blocks: { sum: number; n: number }[] = [];
  wanted.forEach((it, i) => {
    let block = { sum: it - (offsets[i] as number), n: 1 };
    for (let last = blocks.at(-1); last; last = blocks.at(-1)) {
      if (last.sum / last.n <= block.sum / block.n) break;
      blocks.pop();
      block = { sum: last.sum + block.sum, n: last.n + block.n };
    }
    blocks.push(block);
  });
  const found: number[] = [];
  for (const { sum, n } of blocks)
    for (let i = 0; i < n; i++) found.push(sum / n + (offsets[found.length] as number));
  return found;
}

/** Those that nothing leads to or from stand below the others, in rows. */
function spread(nodes: Point[], lonely: ReadonlySet<number>): void {
  const others = nodes.filter((_, i) => !lonely.has(i));
  const left = others.reduce((least, it) => Math.min(least, it.x), others.length ? Infinity : 0);
  const right = others.reduce((most, it) => Math.max(most, it.x), left);
  const below = others.reduce((most, it) => Math.max(most, it.y + HIGH + 44), 0);
  const fitting = Math.floor((right - left) / (WIDE + APART)) + 1;
  const inRow = Math.max(fitting, Math.ceil(Math.sqrt(lonely.size / 3)));
  let n = 0;
  for (const node of lonely) {
    const x = left + (n % inRow) * (WIDE + APART);
    nodes[node] = { x, y: below + Math.floor(n / inRow) * (HIGH + APART) };
    n++;
  }
}
