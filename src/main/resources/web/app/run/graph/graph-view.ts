import { html, nothing, type TemplateResult } from 'lit';
import { asProblem, type Problem } from '../../api/problem';
import { oncePerFrame } from '../../base/frame';
import { View } from '../../base/view';
import { prepared } from '../../chart/canvas';
import { counted } from '../../look/amounts';
import { painted } from '../../look/theme';
import { onKeys } from '../../shell/keys';
import { missing } from '../../look/missing';
import { dag } from '../requests';
import type { Run } from '../run';
import { Camera } from './camera';
import { Drawing } from './drawing';
import { firstOf } from './placing';
import { paintMinimap, placeInMap } from './minimap';
import { names, readDag } from './model';
import { toldOf } from './overlay';
import { paintGraph, type Scene } from './painting';
import { Pulse } from './pulse';
import { isArrow, nextTo, nodeAt } from './steer';

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
  #at = -1;
  #told = '';
  #begun = false;
  #found: ReadonlySet<number> = new Set();
  #words = '';
  readonly #camera = new Camera(
    () => this.#drawing?.box ?? { left: 0, top: 0, right: 1, bottom: 1 },
    () => this.#draw(),
  );
  readonly #pulse = new Pulse(() => this.#draw());
  readonly #draw = oncePerFrame(() => this.#paint());
  readonly #sizes = new ResizeObserver(() => this.#draw());

  constructor() {
    super();
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

  async #load(run: Run, again = false): Promise<void> {
    this.#drawing = null;
    this.#problem = null;
    this.#begun = false;
    this.#at = -1;
    this.requestUpdate();
    try {
      const reported = readDag(run.execution?.dagHash ? await dag(run.id) : null);
      if (!reported || !names(reported, run.visits)) await run.loadLinks(reported !== null, again);
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
      this.#camera.reveal(drawing.layout.nodes[at]);
    }
  }

  protected override updated(): void {
    this.#draw();
  }

  get #canvas(): HTMLCanvasElement | null {
    return this.querySelector('canvas');
  }

  #scene(drawing: Drawing): Scene {
    const { shown, layout, overlay } = drawing;
    const { view, width, height } = this.#camera;
    const at = this.#at;
    const [found, pulse] = [this.#found, this.#pulse.value];
    return { shown, layout, overlay, view, width, height, at, found, pulse };
  }

  #paint(): void {
    const around = this.#canvas?.parentElement;
    if (!this.#drawing || !this.#canvas || !around) return;
    const camera = this.#camera;
    camera.width = around.clientWidth;
    camera.height = around.clientHeight;
    if (camera.width < 10 || camera.height < 10) return;
    if (!this.#begun) {
      this.#begun = true;
      camera.begin(firstOf(this.#drawing.layout));
      camera.reveal(this.#drawing.layout.nodes[this.#at]);
    }
    const pen = prepared(this.#canvas, camera.width, camera.height);
    if (!pen) return;
    const scene = this.#scene(this.#drawing);
    paintGraph(pen, scene);
    paintMinimap(pen, scene, this.#drawing.box);
    this.#pulse.run(scene.overlay.nodes.some((it) => it?.status === 'running'));
  }

  protected override render(): TemplateResult {
    const { run } = this;
    if (this.#problem && run) return missing(this.#problem, () => void this.#load(run, true));
    const drawing = this.#drawing;
    if (!drawing) return html`<div class="skeleton"></div>`;
    if (drawing.shown.nodes.length === 0) {
      return html`<div class="notice"><strong>No graph and no steps were reported</strong></div>`;
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
          >${this.#words ? `${this.#found.size} of ` : ''}${counted(drawing.shown.nodes.length, 'node')}
          ${SOURCES[drawing.graph.source]}</span
        >
        <span class="grow"></span>
        ${
          drawing.hasGroups
            ? button(drawing.isFolded ? 'Open groups' : 'Fold groups', '', () =>
                this.#openAll(drawing.isFolded),
              )
            : nothing
        }
        ${button('−', 'Farther', () => this.#camera.zoom(1 / 1.4))}
        ${button('+', 'Nearer', () => this.#camera.zoom(1.4))}
        ${button('Fit', 'Fit: all of it in view (f)', () => this.#fit())}
      </div>
      <div class="space">
        <canvas
          tabindex="0"
          role="application"
          aria-roledescription="graph"
          aria-label="Graph of ${counted(drawing.shown.nodes.length, 'node')}; arrow keys move, Enter opens. The steps are a table, too."
          @wheel=${(e: WheelEvent) => this.#camera.wheel(e)}
          @pointerdown=${(e: PointerEvent) => this.#down(e)}
          @pointermove=${(e: PointerEvent) => this.#camera.pull(e)}
          @pointerup=${(e: PointerEvent) => this.#up(e)}
          @pointercancel=${() => this.#camera.release()}
          @dblclick=${() => this.#open()}
          @keydown=${(e: KeyboardEvent) => this.#key(e)}
        ></canvas>
      </div>
      <span class="hidden-text" role="status"
        >${toldOf(drawing.shown, drawing.overlay, this.#at)}</span
      >
    </section>`;
  }

  #choose(at: number): void {
    if (at < 0) return;
    this.#at = at;
    this.#camera.reveal(this.#drawing?.layout.nodes[at]);
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
    const [member] = node.members;
    this.#drawing?.open(node.folded);
    this.#at = this.#drawing?.shown.nodes.findIndex((it) => it.members[0] === member) ?? -1;
    this.#camera.reveal(this.#drawing?.layout.nodes[this.#at], true);
    this.requestUpdate();
  }

  #openAll(open: boolean): void {
    this.#drawing?.openAll(open);
    this.#begun = false;
    this.#told = '';
    this.#at = -1;
    this.requestUpdate();
  }

  #fit(): void {
    this.#camera.fit();
    this.dispatchEvent(new CustomEvent('fit'));
  }

  #find(words: string): void {
    this.#words = words.trim().toLowerCase();
    const nodes = this.#drawing?.graph.nodes ?? [];
    const found = (at: number): boolean =>
      nodes[at]?.name.toLowerCase().includes(this.#words) ?? false;
    const all = this.#words ? (this.#drawing?.shown.nodes ?? []) : [];
    this.#found = new Set(all.flatMap((it, i) => (it.members.some(found) ? [i] : [])));
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
      this.#camera.reveal(this.#drawing?.layout.nodes[next], true);
    } else return;
    event.preventDefault();
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (isArrow(event.key)) {
      this.#choose(nextTo(this.#drawing?.layout.nodes ?? [], this.#at, event.key));
    } else if (event.key === 'Enter') this.#open();
    else if (event.key === '+' || event.key === '-')
      this.#camera.zoom(event.key === '+' ? 1.4 : 1 / 1.4);
    else return;
    event.preventDefault();
  }

  #down(event: PointerEvent): void {
    const drawing = this.#drawing;
    if (event.button !== 0 || !drawing) return;
    const inMap = placeInMap(this.#scene(drawing), drawing.box, event.offsetX, event.offsetY);
    if (inMap) this.#camera.show({ ...inMap, scale: this.#camera.view.scale });
    else this.#camera.grab(event);
  }

  #up(event: PointerEvent): void {
    if (!this.#camera.release()) return;
    this.#choose(nodeAt(this.#drawing?.layout.nodes ?? [], this.#camera.place(event)));
  }
}

function button(word: string, label: string, press: () => void): TemplateResult {
  return html`<button
    class="quiet"
    title=${label || nothing}
    aria-label=${label || nothing}
    @click=${press}
  >
    ${word}
  </button>`;
}

customElements.define('hs-graph', GraphView);
