import type { Visit } from '../../step/visits';

/** A node of a workflow; its place is the author's, where there is one. */
export interface Node {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly group: string;
  readonly x: number | null;
  readonly y: number | null;
}

/** From one node to another, by their places in the list. */
export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

/** A workflow, and how we know its shape. */
export interface Graph {
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
  readonly source: 'reported' | 'dependencies' | 'order';
}

type Fields = Readonly<Record<string, unknown>>;

const MOST = 20_000;

/** Reads what an engine reported as its graph; it may be any JSON. Null where nothing is to be seen. */
export function readDag(json: unknown): Graph | null {
  const dag = fields(json);
  const nodes: Node[] = [];
  const places = new Map<string, number>();
  for (const it of listed(dag['nodes'])) {
    const node = readNode(it);
    if (!node.id || places.has(node.id)) continue;
    places.set(node.id, nodes.length);
    nodes.push(node);
  }
  const edges: Edge[] = [];
  for (const it of listed(dag['edges'])) {
    const from = places.get(word(it['from'] ?? it['source']));
    const to = places.get(word(it['to'] ?? it['target']));
    if (from === undefined || to === undefined) continue;
    edges.push({ from, to, label: word(it['label']).slice(0, 60) });
  }
  return nodes.length > 0 ? { nodes, edges, source: 'reported' } : null;
}

/** Whether each step is told by what the timeline has: its key, or its name. */
export function names(graph: Graph, visits: readonly Visit[]): boolean {
  const known = new Set(graph.nodes.flatMap((it) => [it.id, it.name]));
  return visits.every((it) => known.has(it.key) || known.has(it.name));
}

function readNode(node: Fields): Node {
  const at = fields(node['position'] ?? node);
  const id = word(node['id']);
  return {
    id,
    name: word(node['name'] ?? node['label']) || id,
    type: word(node['type']),
    group: word(node['group'] ?? node['parent']),
    x: number(at['x']),
    y: number(at['y']),
  };
}

/** A node of which only its name is known. */
export function plain(id: string, name: string): Node {
  return { id, name, type: '', group: '', x: null, y: null };
}

function listed(value: unknown): Fields[] {
  return Array.isArray(value) ? value.slice(0, MOST).map(fields) : [];
}

/** Whatever it is, what is asked for by name is there or not. */
function fields(value: unknown): Fields {
  return (value ?? {}) as Fields;
}

function word(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

function number(value: unknown): number | null {
  return typeof value === 'number' && Math.abs(value) < 1e9 ? value : null;
}
