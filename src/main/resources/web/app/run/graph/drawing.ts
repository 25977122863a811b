import type { Links } from '../links';
import type { Visit } from '../../step/visits';
import { derived } from './derive';
import { folded, groupsOf, MANY, type Shown } from './fold';
import type { Layout } from './layout';
import type { Graph } from './model';
import { overlayOf, type Overlay } from './overlay';
import { placingOf } from './placing';
import { boxOf, type Box } from './viewport';

const NONE: Shown = { nodes: [], edges: [] };

/** A graph with the run over it, of which each part is made again only when what it is made of changed. */
export class Drawing {
  readonly #open = new Set<string>();
  #visits: readonly Visit[] = [];
  #stale = true;
  groups: readonly string[] = [];
  shown: Shown = NONE;
  layout: Layout = { nodes: [], bends: [], across: true };
  box: Box = { left: 0, top: 0, right: 1, bottom: 1 };
  overlay: Overlay = { nodes: [], edges: [], passed: new Set(), nodeOf: new Map() };
  graph: Graph = { nodes: [], edges: [], source: 'order' };

  constructor(readonly reported: Graph | null) {
    if (reported) this.#take(reported);
  }

  /** Lays the steps of the run over it; tells whether anything changed. */
  update(visits: readonly Visit[], links: Links): boolean {
    if (visits === this.#visits && !this.#stale) return false;
    this.#visits = visits;
    this.#stale = false;
    if (!this.reported) this.#take(derived(visits, links));
    this.overlay = overlayOf(this.graph, this.shown, visits, links);
    return true;
  }

  #take(graph: Graph): void {
    const before = this.groups.length;
    const same = this.graph.nodes.length === graph.nodes.length;
    const alike = same && this.graph.edges.length === graph.edges.length;
    this.graph = graph;
    if (alike && before > 0) return;
    this.groups = groupsOf(graph);
    if (before === 0 && graph.nodes.length <= MANY)
      for (const group of this.groups) this.#open.add(group);
    this.#fold();
  }

  #fold(): void {
    this.shown = folded(this.graph, this.groups, this.#open);
    this.layout = placingOf(this.shown);
    this.box = boxOf(this.layout);
    this.#stale = true;
  }

  get hasGroups(): boolean {
    return this.groups.some(Boolean);
  }

  /** Whether any group is folded. */
  get isFolded(): boolean {
    return this.groups.some((it) => it !== '' && !this.#open.has(it));
  }

  open(group: string): void {
    this.#open.add(group);
    this.#fold();
  }

  openAll(open: boolean): void {
    if (open) for (const group of this.groups) this.#open.add(group);
    else this.#open.clear();
    this.#fold();
  }
}
