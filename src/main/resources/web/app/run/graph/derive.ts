import type { Links } from '../links';
import { grouped } from '../../step/grouped';
import type { Visit } from '../../step/visits';
import { plain, type Edge, type Graph, type Node } from './model';

/** The shape of a run that reported no graph: from what its steps depend on, else from their order. */
export function derived(visits: readonly Visit[], links: Links): Graph {
  const depends = visits.some((it) => links.get(it.key)?.dependsOn.length);
  return depends ? byDependencies(visits, links) : byOrder(visits);
}

/** Nodes by name, and the edges between them that there are, each once. */
class Drawn {
  readonly nodes: Node[] = [];
  readonly edges: Edge[] = [];
  readonly #places = new Map<string, number>();
  readonly #known = new Set<string>();

  node(id: string, name: string): number {
    const known = this.#places.get(id);
    if (known !== undefined) return known;
    this.#places.set(id, this.nodes.length);
    return this.nodes.push(plain(id, name)) - 1;
  }

  edge(from: number, to: number): void {
    const slot = `${from} ${to}`;
    if (from === to || this.#known.has(slot)) return;
    this.#known.add(slot);
    this.edges.push({ from, to, label: '' });
  }
}

function byDependencies(visits: readonly Visit[], links: Links): Graph {
  const drawn = new Drawn();
  const placeOf = new Map<string, number>();
  // What a loop visits again and again is one node.
  for (const { key, name, iteration } of visits)
    placeOf.set(key, drawn.node(iteration === null ? key : name, name));
  for (const { key, parent } of visits) {
    const to = placeOf.get(key) as number;
    const before = links.get(key)?.dependsOn ?? [];
    for (const other of before.length > 0 ? before : [parent ?? '']) {
      const from = placeOf.get(other);
      if (from !== undefined) drawn.edge(from, to);
    }
  }
  return { nodes: drawn.nodes, edges: drawn.edges, source: 'dependencies' };
}

/** Steps of one name are one node; it comes behind the one beside it that ended last before it began. */
function byOrder(visits: readonly Visit[]): Graph {
  const drawn = new Drawn();
  const first = new Map<number, Visit>();
  const placeOf = new Map<string, number>();
  for (const visit of visits) {
    const node = drawn.node(visit.name, visit.name);
    placeOf.set(visit.key, node);
    const before = first.get(node);
    if (!before || begin(visit) < begin(before)) first.set(node, visit);
  }
  const over = visits.filter((it) => it.start !== null && it.end !== null);
  const ended = grouped(over, (it) => it.parent);
  for (const beside of ended.values()) beside.sort((a, b) => (a.end ?? 0) - (b.end ?? 0));
  for (const [node, visit] of first) {
    const before = ended.get(visit.parent)?.findLast((it) => (it.end ?? 0) <= begin(visit));
    const from = placeOf.get(before?.key ?? visit.parent ?? '');
    if (from !== undefined) drawn.edge(from, node);
  }
  return { nodes: drawn.nodes, edges: drawn.edges, source: 'order' };
}

function begin(visit: Visit): number {
  return visit.start ?? Infinity;
}
