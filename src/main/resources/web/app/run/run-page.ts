import { html, nothing, type TemplateResult } from 'lit';
import { key } from '../api/key';
import { View } from '../base/view';
import { isBad } from '../api/status';
import { narrow, wide } from '../look/media';
import { adjust, go, href, route } from '../route/router';
import { onKeys } from '../shell/keys';
import { zone } from '../time/zone';
import type { Span } from './axis';
import { goBeside } from './neighbours';
import { kept } from './kept';
import { Run } from './run';
import type { Timeline } from './timeline';
import { tracksOf, type Track } from './tracks';
import { visitId, type Visit } from '../step/visits';
import { missing } from '../look/missing';
import { runHead } from './run-head';
import { TimeWindow } from './time-window';
import { isOn, toggle, tools } from './tools';
import { WAITING } from './waiting';
import { viewOf, type ViewName } from './views';
import './graph/graph-view';
import './inspector';
import './steps';
import './timeline';

const NO_PAUSES: readonly Span[] = [];
const NOBODY: ReadonlySet<string> = new Set();

/** One execution: where the time went, what broke, what went in and out. */
class RunPage extends View {
  static override properties = { execution: { attribute: false } };

  declare execution: string;

  #run: Run | null = null;
  #window: TimeWindow | null = null;
  #unwatch: (() => void) | null = null;
  #opened: ReadonlySet<string> = new Set();
  readonly #tracksOf = kept(tracksOf);
  #chosenOnce = false;

  constructor() {
    super();
    this.execution = '';
    this.watch(route);
    this.watch(zone);
    this.watch(wide);
    this.watch(narrow);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.until(key.subscribe(() => this.#begin()));
    this.until(() => this.#end());
    const timer = setInterval(() => {
      if (this.#run?.isLive) this.requestUpdate();
    }, 500);
    this.until(() => clearInterval(timer));
    this.until(
      onKeys({
        Escape: () => (this.#selected ? adjust({ step: '', attempt: '' }) : go(href('executions'))),
        1: () => adjust({ view: '' }),
        2: () => adjust({ view: 'graph' }),
        3: () => adjust({ view: 'steps' }),
        4: () => go(href('logs', this.execution)),
        '[': () => this.#beside(-1),
        ']': () => this.#beside(1),
        f: () => this.#window?.follow(true),
        l: () => this.#window?.follow(false),
        e: () => this.#toFailure(),
        c: () => toggle('critical'),
        q: () => toggle('queue'),
        g: () => toggle('gaps'),
        '+': () => this.#zoom(0.7),
        '-': () => this.#zoom(1 / 0.7),
        j: () => this.#timeline?.list?.move(1),
        k: () => this.#timeline?.list?.move(-1),
      }),
    );
  }

  get #timeline(): Timeline | null {
    return this.querySelector<Timeline>('hs-timeline');
  }

  get #selected(): string {
    return route.value.query.get('step') ?? '';
  }

  #begin(): void {
    this.#end();
    const run = new Run(this.execution);
    this.#run = run;
    this.#window = new TimeWindow(run, () => this.requestUpdate());
    this.#chosenOnce = route.value.query.has('step');
    this.#opened = new Set();
    this.#unwatch = run.changed.subscribe(() => this.#heard());
    void run.load();
  }

  #end(): void {
    this.#unwatch?.();
    this.#run?.stop();
    this.#run = null;
  }

  #heard(): void {
    const run = this.#run;
    // A failed run opens where it failed.
    if (run?.execution && run.stepsLoaded && !this.#chosenOnce && isBad(run.execution.status)) {
      this.#chosenOnce = true;
      this.#toFailure();
    }
    this.requestUpdate();
  }

  #beside(by: 1 | -1): void {
    void goBeside(this.execution, this.#run?.execution ?? null, by);
  }

  #toFailure(): void {
    const failing = this.#run?.failing;
    if (!failing) return;
    const fold = this.#tracks.find(
      (it) => it.folded > 0 && !it.open && it.visits.some((visit) => visit.key === failing.key),
    );
    if (fold) this.#fold(fold.id);
    adjust({ step: failing.key, attempt: String(failing.attempt) });
    void this.updateComplete.then(() => requestAnimationFrame(() => this.#timeline?.reveal()));
  }

  get #tracks(): readonly Track[] {
    return this.#run ? this.#tracksOf(this.#run.visits, this.#opened) : [];
  }

  protected override willUpdate(): void {
    // An update may come after the page was left: that begins nothing.
    if (!this.isConnected) return;
    if (this.execution && this.#run?.id !== this.execution) this.#begin();
    if (isOn('critical')) this.#run?.loadLinks(false).catch(() => undefined);
    const name = this.#run?.execution?.workflowName ?? this.#run?.execution?.workflowId;
    document.title = name ? `${name} · Hindsight` : 'Execution · Hindsight';
  }

  protected override render(): TemplateResult {
    const run = this.#run;
    if (run?.problem) return missing(run.problem, () => this.#begin(), true);
    if (!run?.execution) return WAITING;
    const attempts = run.visits.filter((it) => it.key === this.#selected);
    const attempt = Number(route.value.query.get('attempt'));
    const chosen = attempts.find((it) => it.attempt === attempt) ?? attempts.at(-1) ?? null;
    const view = viewOf(route.value.query);
    return html`<div class="run">
      ${runHead({
        run,
        execution: run.execution,
        coverage: this.#window?.coverage ?? [],
        toFailure: () => this.#toFailure(),
        beside: (by) => this.#beside(by),
      })}
      <div class="run-body">
        ${view === 'detail' ? nothing : html`<div class="run-view ${this.#isDouble ? 'double' : ''}">${this.#view(run, view, chosen)}</div>`}
        ${
          narrow.value && view !== 'detail'
            ? nothing
            : html`<hs-inspector
                .run=${run.stepsLoaded || !this.#selected ? run.execution : null}
                .attempts=${attempts}
                .chosen=${chosen}
              ></hs-inspector>`
        }
      </div>
    </div>`;
  }

  /** Where there is room, the timeline and the graph are seen at once. */
  get #isDouble(): boolean {
    const view = viewOf(route.value.query);
    return view === '' && wide.value && Boolean(this.#run?.execution?.dagHash);
  }

  #view(run: Run, view: ViewName, chosen: Visit | null): unknown {
    if (run.stepsProblem) return missing(run.stepsProblem, () => this.#begin());
    if (!run.stepsLoaded) return html`<div class="skeleton"></div>`;
    if (run.visits.length === 0 && view !== 'graph')
      return html`<div class="notice"><strong>No steps were reported</strong></div>`;
    if (view === 'steps') return this.#steps(run, chosen);
    if (view === 'graph') return this.#graph(run);
    return this.#isDouble ? [this.#drawing(run), this.#graph(run)] : this.#drawing(run);
  }

  #graph(run: Run): TemplateResult {
    return html`<hs-graph
      .run=${run}
      .beat=${run.changed.value}
      .selected=${this.#selected}
      @pick=${(e: CustomEvent<string>) => adjust({ step: e.detail, attempt: '' })}
      @open=${() => this.#inspect()}
      @fit=${() => this.#window?.follow(true)}
    ></hs-graph>`;
  }

  /** The focus goes to what is told of the selection. */
  #inspect(): void {
    if (narrow.value) adjust({ view: 'detail' });
    void this.updateComplete.then(() => this.querySelector<HTMLElement>('.panel')?.focus());
  }

  #drawing(run: Run): TemplateResult {
    const time = this.#window as TimeWindow;
    return html`<hs-timeline
      .tracks=${this.#tracks}
      .whole=${time.whole}
      .view=${time.view}
      .pauses=${isOn('gaps') ? NO_PAUSES : time.pauses}
      .critical=${isOn('critical') ? time.critical : NOBODY}
      .tools=${tools(time.pauses.length > 0, run.isLive && !time.follows ? () => time.follow(false) : null)}
      .selected=${this.#selected}
      .queue=${isOn('queue')}
      .live=${run.execution?.status === 'running'}
      @pick=${(e: CustomEvent<string>) => adjust({ step: e.detail, attempt: '' })}
      @open=${(e: CustomEvent<string>) => this.#open(e.detail)}
      @fold=${(e: CustomEvent<string>) => this.#fold(e.detail)}
      @view=${(e: CustomEvent<Span>) => time.show(e.detail)}
    ></hs-timeline>`;
  }

  #steps(run: Run, chosen: Visit | null): TemplateResult {
    return html`<hs-steps
      .visits=${run.visits}
      .from=${run.span.from}
      .selected=${chosen ? visitId(chosen.key, chosen.attempt) : ''}
      @visit=${(e: CustomEvent<Visit>) =>
        adjust({ step: e.detail.key, attempt: String(e.detail.attempt) })}
      @open=${() => this.#inspect()}
    ></hs-steps>`;
  }

  #fold(id: string): void {
    if (!this.#tracks.find((it) => it.id === id)?.folded) return;
    const opened = new Set(this.#opened);
    if (!opened.delete(id)) opened.add(id);
    this.#opened = opened;
    this.requestUpdate();
  }

  /** A folded row shows its steps; any other is told in the inspector. */
  #open(id: string): void {
    if (this.#tracks.find((it) => it.id === id)?.folded) this.#fold(id);
    else this.#inspect();
  }

  #zoom(factor: number): void {
    const chosen = this.#run?.visits.find((it) => it.key === this.#selected);
    this.#timeline?.zoom(factor, chosen?.start ?? null);
  }
}

customElements.define('hs-run-page', RunPage);
