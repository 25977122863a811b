import { isBad, statusWord } from '../../api/status';
import type { Status } from '../../api/types';
import type { Links } from '../links';
import { newestOf, type Visit } from '../../step/visits';
import type { Shown } from './fold';
import type { Graph } from './model';
import { passedThrough } from './passage';

/** What became of a node in this run; none where it was not reached. */
export interface State {
  readonly status: Status;
  /** How many steps visited it. */
  readonly visits: number;
  readonly retried: boolean;
  /** The step to look at first: one that failed, else one that runs, else the last. */
  readonly step: string;
  readonly begun: boolean;
}

export interface Overlay {
  readonly nodes: readonly (State | null)[];
  /** Whether the run went along each edge, and with how many steps; 0 where nobody knows. */
  readonly edges: readonly { readonly taken: boolean; readonly items: number }[];
  /** Nodes that no step was reported for, though the run went through them. */
  readonly passed: ReadonlySet<number>;
  /** The shown node of each step. */
  readonly nodeOf: ReadonlyMap<string, number>;
}

/** Lays a run over its graph. */
export function overlayOf(
  graph: Graph,
  shown: Shown,
  visits: readonly Visit[],
  links: Links,
): Overlay {
  const nodeOf = shownNodeOf(graph, shown, visits, links);
  const newest = newestOf(visits);
  const nodes: (State | null)[] = shown.nodes.map(() => null);
  for (const visit of newest.values()) {
    const at = nodeOf.get(visit.key);
    if (at !== undefined) nodes[at] = joined(nodes[at] ?? null, visit);
  }
  const counts = itemsByEdge(nodeOf, newest, links);
  const coming = new Int32Array(shown.nodes.length);
  const taken = shown.edges.map(({ from, to }) => Boolean(nodes[from]?.begun && nodes[to]?.begun));
  const passed = passedThrough(shown, (it) => nodes[it]?.begun ?? false, taken);
  shown.edges.forEach(({ to }, i) => {
    if (taken[i]) coming[to] = (coming[to] as number) + 1;
  });
  const edges = shown.edges.map(({ from, to }, i) => {
    const known = graph.source !== 'order' && coming[to] === 1;
    const only = known ? (nodes[to]?.visits ?? 0) : 0;
    return { taken: taken[i] as boolean, items: counts.get(`${from} ${to}`) ?? only };
  });
  return { nodes, edges, passed, nodeOf };
}

/** A step belongs to the node of its key, else to that of its node's id, else to one of its name. */
function shownNodeOf(
  graph: Graph,
  shown: Shown,
  visits: readonly Visit[],
  links: Links,
): Map<string, number> {
  const byId = new Map<string, number>();
  const byName = new Map<string, number>();
  shown.nodes.forEach((it, at) => {
    for (const member of it.members) {
      const node = graph.nodes[member];
      if (!node) continue;
      byId.set(node.id, at);
      byName.set(node.name, at);
    }
  });
  const nodeOf = new Map<string, number>();
  for (const { key, name } of visits) {
    if (nodeOf.has(key)) continue;
    const at = byId.get(key) ?? byId.get(links.get(key)?.node ?? '') ?? byName.get(name);
    if (at !== undefined) nodeOf.set(key, at);
  }
  return nodeOf;
}

function joined(state: State | null, visit: Visit): State {
  const begun = visit.start !== null && visit.status !== 'skipped' && visit.status !== 'pending';
  const own: State = {
    status: visit.status,
    visits: 1,
    retried: visit.attempt > 1,
    step: visit.key,
    begun,
  };
  if (!state) return own;
  const first = weight(visit.status) >= weight(state.status) ? own : state;
  return {
    ...first,
    visits: state.visits + 1,
    retried: state.retried || own.retried,
    begun: state.begun || begun,
  };
}

function weight(status: Status): number {
  if (isBad(status)) return 4;
  return { running: 3, cancelled: 2, completed: 1 }[status as string] ?? 0;
}

function itemsByEdge(
  nodeOf: ReadonlyMap<string, number>,
  newest: ReadonlyMap<string, Visit>,
  links: Links,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of newest.keys()) {
    for (const other of links.get(key)?.dependsOn ?? []) {
      if (!newest.has(other)) continue;
      const slot = `${nodeOf.get(other)} ${nodeOf.get(key)}`;
      counts.set(slot, (counts.get(slot) ?? 0) + 1);
    }
  }
  return counts;
}

/** A node in words, for those who do not see it. */
export function toldOf(shown: Shown, overlay: Overlay, at: number): string {
  const node = shown.nodes[at];
  if (!node) return '';
  const state = overlay.nodes[at];
  const steps = state?.visits === 1 ? '' : `, ${state?.visits} steps`;
  const none = overlay.passed.has(at) ? 'no step reported' : 'not reached';
  const said = state ? statusWord(state.status) + steps : none;
  const group = node.folded ? `, group of ${node.members.length}, Enter opens` : '';
  return `${node.name}, ${said}, node ${at + 1} of ${shown.nodes.length}${group}`;
}
