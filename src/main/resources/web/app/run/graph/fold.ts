import type { Edge, Graph, Node } from './model';

/** From so many nodes, groups start folded. */
export const MANY = 300;
/** From so many nodes, those that are called alike can be folded. */
const ALIKE_FROM = 60;
const FOLD_FROM = 4;

/** A node as it is seen: one of the graph, or a group of them. */
export interface ShownNode {
  readonly name: string;
  readonly x: number | null;
  readonly y: number | null;
  /** The nodes of the graph that it stands for. */
  readonly members: readonly number[];
  /** The group that is folded into it, or empty. */
  readonly folded: string;
}

export interface Shown {
  readonly nodes: readonly ShownNode[];
  readonly edges: readonly Edge[];
}

/** The group of each node; where a graph is large and names none, what is called alike is one. */
export function groupsOf(graph: Graph): readonly string[] {
  const named = graph.nodes.some((it) => it.group);
  const groups = graph.nodes.map((it) =>
    named ? it.group : graph.nodes.length > ALIKE_FROM ? stem(it) : '',
  );
  const sizes = new Map<string, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  return groups.map((it) => ((sizes.get(it) ?? 0) >= (named ? 2 : FOLD_FROM) ? it : ''));
}

function stem(node: Node): string {
  return node.name.replace(/[\s_.#-]*(ID)?\d+$/, '') || node.type;
}

/** The graph with its groups folded, other than those that are open. */
export function folded(graph: Graph, groups: readonly string[], open: ReadonlySet<string>): Shown {
  const nodes: (ShownNode & { members: number[] })[] = [];
  const places = new Map<string, number>();
  const placeOf = graph.nodes.map((node, i) => {
    const group = groups[i] ?? '';
    const inside = group !== '' && !open.has(group);
    const slot = inside ? `group ${group}` : `node ${node.id}`;
    const known = places.get(slot);
    if (known !== undefined) {
      nodes[known]?.members.push(i);
      return known;
    }
    places.set(slot, nodes.length);
    const { name, x, y } = node;
    nodes.push(
      inside
        ? { name: group, x: null, y: null, members: [i], folded: group }
        : { name, x, y, members: [i], folded: '' },
    );
    return nodes.length - 1;
  });
  const edges = new Map<string, Edge>();
  for (const { from: a, to: b, label } of graph.edges) {
    const [from, to] = [placeOf[a] as number, placeOf[b] as number];
    const slot = `${from} ${to}`;
    if (from === to && nodes[from]?.folded) continue;
    if (!edges.has(slot)) edges.set(slot, { from, to, label });
  }
  return { nodes, edges: [...edges.values()] };
}
