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
  if (!dag) return null;
  const nodes: Node[] = [];
  const places = new Map<string, number>();
  for (const [key, value] of listed(dag['nodes'])) {
    const node = readNode(key, value);
    if (!node || places.has(node.id) || nodes.length >= MOST) continue;
    places.set(node.id, nodes.length);
    nodes.push(node);
  }
  if (nodes.length === 0) return null;
  const edges: Edge[] = [];
  for (const [, value] of listed(dag['edges'] ?? dag['links'])) {
    const edge = fields(value);
    const from = places.get(word(edge?.['from'] ?? edge?.['source']));
    const to = places.get(word(edge?.['to'] ?? edge?.['target']));
    if (!edge || from === undefined || to === undefined || edges.length >= MOST * 2) continue;
    edges.push({ from, to, label: word(edge['label'] ?? edge['condition']).slice(0, 60) });
  }
  return { nodes, edges, source: 'reported' };
}

/** Whether each step is told by what the timeline has: its key, or its name. */
export function names(graph: Graph, visits: readonly Visit[]): boolean {
  const known = new Set(graph.nodes.flatMap((it) => [it.id, it.name]));
  return visits.every((it) => known.has(it.key) || known.has(it.name));
}

function readNode(key: string, value: unknown): Node | null {
  if (typeof value === 'string') return plain(key || value, value);
  const node = fields(value);
  const id = word(node?.['id'] ?? node?.['key'] ?? node?.['name']) || key;
  if (!node || !id) return null;
  const at = fields(node['position']) ?? node;
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
export function plain(id: string, name: string, group = ''): Node {
  return { id, name, type: '', group, x: null, y: null };
}

function listed(value: unknown): [string, unknown][] {
  if (Array.isArray(value)) return value.map((it) => ['', it]);
  const map = fields(value);
  return map ? Object.entries(map) : [];
}

function fields(value: unknown): Fields | null {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as Fields)
    : null;
}

function word(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

function number(value: unknown): number | null {
  return typeof value === 'number' && Math.abs(value) < 1e9 ? value : null;
}
