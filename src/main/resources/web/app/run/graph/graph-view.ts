import { html, nothing, type TemplateResult } from 'lit';
import { asProblem, type Problem } from '../../api/problem';
import { statusWord } from '../../api/status';
import { oncePerFrame } from '../../base/frame';
import { View } from '../../base/view';
import { prepared } from '../../chart/canvas';
import { painted } from '../../look/theme';
import { onKeys } from '../../shell/keys';
import { missing } from '../missing';
import { dag } from '../requests';
import type { Run } from '../run';
import { Drawing } from './drawing';
import type { Point } from './layout';
import { paintMinimap, placeInMap } from './minimap';
import { names, readDag } from './model';
import { paintGraph, seenBox, type Scene } from './painting';
import { Pulse } from './pulse';
import { isArrow, nextTo, nodeAt } from './steer';
import { fitted, held, zoomedAt, type Viewport } from './viewport';

const LEAST_DRAG = 4;
const SOURCES = {
  reported: '',
  dependencies: 'from dependencies',
  order: 'from the order of steps',
};

/** The workflow as nodes and edges, with the way that this run took. */
class GraphView extends View {
  static override properties = {
    run: { attribute: false },
    beat: { attribute: false },
    selected: { attribute: false },
  };

  declare run: Run | null;
  /** Changes whenever the run does. */
  declare beat: number;
  declare selected: string;

  #of: Run | null = null;
  #drawing: Drawing | null = null;
  #problem: Problem | null = null;
  /** What is in view; all of it, as long as nobody moved it. */
  #view: Viewport | null = null;
  #at = -1;
  #told = '';
  #found: ReadonlySet<number> = new Set();
  #words = '';
  #width = 0;
  #height = 0;
  #drag: { x: number; y: number; view: Viewport; moved: boolean } | null = null;
  readonly #pulse = new Pulse(() => this.#draw());
  readonly #draw = oncePerFrame(() => this.#paint());
  readonly #sizes = new ResizeObserver(() => this.#draw());

  constructor() {
    super();
    this.run = null;
    this.beat = 0;
    this.selected = '';
    this.watch(painted);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
    this.until(() => this.#sizes.disconnect());
    this.until(() => this.#pulse.stop());
    this.until(
      onKeys({
        f: () => this.#fit(),
        '/': () => this.querySelector('input')?.focus(),
      }),
    );
  }

  async #load(run: Run): Promise<void> {
    this.#drawing = null;
    this.#problem = null;
    this.#view = null;
    this.#at = -1;
    try {
      const reported = readDag(run.execution?.dagHash ? await dag(run.id) : null);
      if (!reported || !names(reported, run.visits)) await run.loadLinks(reported !== null);
      if (this.#of !== run) return;
      this.#drawing = new Drawing(reported);
    } catch (thrown) {
      if (this.#of === run) this.#problem = asProblem(thrown);
    }
    this.requestUpdate();
  }

  protected override willUpdate(): void {
    const { run } = this;
    if (run !== this.#of && run?.stepsLoaded) {
      this.#of = run;
      void this.#load(run);
    }
    const drawing = this.#drawing;
    if (!drawing || !run) return;
    if (drawing.update(run.visits, run.links)) this.#find(this.#words);
    const at = drawing.overlay.nodeOf.get(this.selected) ?? -1;
    if (this.selected !== this.#told || this.#at >= drawing.shown.nodes.length) {
      this.#told = this.selected;
      this.#at = at;
      if (at >= 0) this.#reveal(at);
    }
  }

  protected override updated(): void {
    this.#draw();
  }

  get #canvas(): HTMLCanvasElement | null {
    return this.querySelector('canvas');
  }

  #scene(drawing: Drawing): Scene {
    const fit = fitted(drawing.box, this.#width, this.#height);
    const view = this.#view ?? fit;
    const { shown, layout, overlay } = drawing;
    const [width, height] = [this.#width, this.#height];
    const [at, found, pulse] = [this.#at, this.#found, this.#pulse.value];
    return { shown, layout, overlay, view, width, height, at, found, pulse };
  }

  #paint(): void {
    const around = this.#canvas?.parentElement;
    if (!this.#drawing || !this.#canvas || !around) return;
    this.#width = around.clientWidth;
    this.#height = around.clientHeight;
    if (this.#width < 10 || this.#height < 10) return;
    const pen = prepared(this.#canvas, this.#width, this.#height);
    if (!pen) return;
    const scene = this.#scene(this.#drawing);
    paintGraph(pen, scene);
    paintMinimap(pen, scene, this.#drawing.box);
    this.#pulse.run(scene.overlay.nodes.some((it) => it?.status === 'running'));
  }

  protected override render(): TemplateResult {
    const { run } = this;
    if (this.#problem && run) return missing(this.#problem, () => void this.#load(run));
    const drawing = this.#drawing;
    if (!drawing) return html`<div class="skeleton"></div>`;
    if (drawing.shown.nodes.length === 0) {
      return html`<div class="notice">
        <strong>No graph</strong>
        <p>Neither a graph nor steps were reported for this run.</p>
      </div>`;
    }
    return html`<section class="graph" aria-label="Graph">
      <div class="bar">
        <input
          type="search"
          placeholder="Find a node (/)"
          aria-label="Find a node"
          @input=${(e: Event) => this.#find((e.target as HTMLInputElement).value)}
          @keydown=${(e: KeyboardEvent) => this.#inField(e)}
        />
        <span class="muted num"
          >${this.#words ? `${this.#found.size} of ` : ''}${drawing.shown.nodes.length} nodes
          ${SOURCES[drawing.graph.source]}</span
        >
        <span class="grow"></span>
        ${
          drawing.hasGroups
            ? html`<button class="quiet" @click=${() => this.#openAll(drawing.isFolded)}>
                ${drawing.isFolded ? 'Open groups' : 'Fold groups'}
              </button>`
            : nothing
        }
        <button class="quiet" aria-label="Farther" @click=${() => this.#zoom(1 / 1.4)}>−</button>
        <button class="quiet" aria-label="Nearer" @click=${() => this.#zoom(1.4)}>+</button>
        <button class="quiet" title="All of it in view (f)" @click=${() => this.#fit()}>Fit</button>
      </div>
      <div class="space">
        <canvas
          tabindex="0"
          role="application"
          aria-roledescription="graph"
          aria-label="Graph of ${drawing.shown.nodes.length} nodes; arrow keys move, Enter opens. The steps are a table, too."
          @wheel=${(e: WheelEvent) => this.#wheel(e)}
          @pointerdown=${(e: PointerEvent) => this.#down(e)}
          @pointermove=${(e: PointerEvent) => this.#move(e)}
          @pointerup=${(e: PointerEvent) => this.#up(e)}
          @pointercancel=${() => (this.#drag = null)}
          @dblclick=${() => this.#open()}
          @keydown=${(e: KeyboardEvent) => this.#key(e)}
        ></canvas>
      </div>
      <span class="hidden-text" role="status">${this.#spoken(drawing)}</span>
    </section>`;
  }

  #spoken({ shown, overlay }: Drawing): string {
    const node = shown.nodes[this.#at];
    if (!node) return '';
    const state = overlay.nodes[this.#at];
    const said = state ? `${statusWord(state.status)}, ${state.visits} steps` : 'not reached';
    const group = node.folded ? `, group of ${node.members.length}, Enter opens` : '';
    return `${node.name}, ${said}, node ${this.#at + 1} of ${shown.nodes.length}${group}`;
  }

  #choose(at: number): void {
    if (at < 0) return;
    this.#at = at;
    this.#reveal(at);
    const step = this.#drawing?.overlay.nodes[at]?.step ?? '';
    this.#told = step;
    this.dispatchEvent(new CustomEvent('pick', { detail: step }));
    this.requestUpdate();
  }

  /** A group shows what is in it; a step is shown in the inspector. */
  #open(): void {
    const node = this.#drawing?.shown.nodes[this.#at];
    if (!node) return;
    if (!node.folded) {
      this.dispatchEvent(new CustomEvent('open'));
      return;
    }
    const view = this.#drawing && this.#scene(this.#drawing).view;
    this.#drawing?.open(node.folded);
    const [member] = node.members;
    this.#view = view;
    this.#at = this.#drawing?.shown.nodes.findIndex((it) => it.members[0] === member) ?? -1;
    this.#reveal(this.#at, true);
    this.requestUpdate();
  }

  #openAll(open: boolean): void {
    this.#drawing?.openAll(open);
    this.#view = null;
    this.#told = '';
    this.#at = -1;
    this.requestUpdate();
  }

  #fit(): void {
    this.#view = null;
    this.dispatchEvent(new CustomEvent('fit'));
    this.#draw();
  }

  #show(view: Viewport): void {
    if (this.#drawing) this.#view = held(view, this.#drawing.box);
    this.#draw();
  }

  #zoom(factor: number, at?: Point): void {
    const drawing = this.#drawing;
    if (!drawing) return;
    const { view } = this.#scene(drawing);
    const least = Math.min(0.25, fitted(drawing.box, this.#width, this.#height).scale);
    this.#show(zoomedAt(view, at ?? view, factor, least));
  }

  /** Moves the view only where a node is out of it, or too small to read. */
  #reveal(at: number, nearer = false): void {
    const drawing = this.#drawing;
    const point = drawing?.layout.nodes[at];
    if (!drawing || !point || this.#width === 0) return;
    const scene = this.#scene(drawing);
    const seen = seenBox(scene);
    const inside =
      point.x > seen.left && point.x < seen.right && point.y > seen.top && point.y < seen.bottom;
    if (inside && !nearer) return;
    this.#show({ ...point, scale: nearer ? Math.max(0.6, scene.view.scale) : scene.view.scale });
  }

  #find(words: string): void {
    this.#words = words.trim().toLowerCase();
    const nodes = this.#drawing?.shown.nodes ?? [];
    const graph = this.#drawing?.graph.nodes ?? [];
    const matches = (text: string): boolean => text.toLowerCase().includes(this.#words);
    this.#found = new Set(
      this.#words
        ? nodes.flatMap((it, i) =>
            matches(it.name) || it.members.some((m) => matches(graph[m]?.name ?? '')) ? [i] : [],
          )
        : [],
    );
    this.requestUpdate();
  }

  #inField(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      (event.target as HTMLInputElement).value = '';
      this.#find('');
      this.#canvas?.focus();
    } else if (event.key === 'Enter') {
      const found = [...this.#found];
      const next = found.find((it) => it > this.#at) ?? found[0] ?? -1;
      this.#choose(next);
      this.#reveal(next, true);
    } else return;
    event.preventDefault();
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (isArrow(event.key)) {
      this.#choose(nextTo(this.#drawing?.layout.nodes ?? [], this.#at, event.key));
    } else if (event.key === 'Enter') this.#open();
    else if (event.key === '+' || event.key === '-') this.#zoom(event.key === '+' ? 1.4 : 1 / 1.4);
    else return;
    event.preventDefault();
  }

  #point(event: MouseEvent): Point {
    const seen = this.#drawing && seenBox(this.#scene(this.#drawing));
    const scale = this.#drawing ? this.#scene(this.#drawing).view.scale : 1;
    return {
      x: (seen?.left ?? 0) + event.offsetX / scale,
      y: (seen?.top ?? 0) + event.offsetY / scale,
    };
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    const by = Math.max(-60, Math.min(60, event.deltaY));
    this.#zoom(Math.exp(-by * 0.005), this.#point(event));
  }

  #down(event: PointerEvent): void {
    const drawing = this.#drawing;
    if (event.button !== 0 || !drawing) return;
    const scene = this.#scene(drawing);
    const inMap = placeInMap(scene, drawing.box, event.offsetX, event.offsetY);
    if (inMap) {
      this.#show({ ...inMap, scale: scene.view.scale });
      return;
    }
    this.#drag = { x: event.clientX, y: event.clientY, view: scene.view, moved: false };
    this.#canvas?.setPointerCapture(event.pointerId);
  }

  #move(event: PointerEvent): void {
    const drag = this.#drag;
    if (!drag) return;
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
    if (Math.hypot(dx, dy) > LEAST_DRAG) drag.moved = true;
    const { x, y, scale } = drag.view;
    if (drag.moved) this.#show({ x: x - dx / scale, y: y - dy / scale, scale });
  }

  #up(event: PointerEvent): void {
    const moved = this.#drag?.moved ?? true;
    this.#drag = null;
    if (!moved) this.#choose(nodeAt(this.#drawing?.layout.nodes ?? [], this.#point(event)));
  }
}

customElements.define('hs-graph', GraphView);
