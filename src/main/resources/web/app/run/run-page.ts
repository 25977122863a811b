import { html, type TemplateResult } from 'lit';
import { key } from '../api/key';
import { View } from '../base/view';
import { isBad } from '../api/status';
import { neighbour } from '../executions/run-list';
import { adjust, go, href, route } from '../route/router';
import { onKeys } from '../shell/keys';
import { zone } from '../time/zone';
import { read, written, zoomed, type Span } from './axis';
import { Run } from './run';
import type { Timeline } from './timeline';
import { tracksOf, type Track } from './tracks';
import { visitId, type Visit } from './visits';
import { missing } from '../look/missing';
import { runHead } from './run-head';
import './inspector';
import './steps';
import './timeline';

/** One execution: where the time went, what broke, what went in and out. */
class RunPage extends View {
  static override properties = { execution: { attribute: false } };

  declare execution: string;

  #run: Run | null = null;
  #unwatch: (() => void) | null = null;
  #opened = new Set<string>();
  #tracks: readonly Track[] = [];
  #tracked: readonly Visit[] | null = null;
  #chosenOnce = false;
  #queue = false;

  constructor() {
    super();
    this.execution = '';
    this.watch(route);
    this.watch(zone);
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
        2: () => adjust({ view: 'steps' }),
        '[': () => this.#step(-1),
        ']': () => this.#step(1),
        f: () => adjust({ zoom: '' }),
        l: () => adjust({ zoom: '' }),
        e: () => this.#toFailure(),
        q: () => {
          this.#queue = !this.#queue;
          this.requestUpdate();
        },
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
    this.#chosenOnce = route.value.query.has('step');
    this.#opened.clear();
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
    this.#track();
    // A failed run opens where it failed.
    if (run?.execution && run.stepsLoaded && !this.#chosenOnce && isBad(run.execution.status)) {
      this.#chosenOnce = true;
      this.#toFailure();
    }
    this.requestUpdate();
  }

  #step(by: 1 | -1): void {
    const next = neighbour(this.execution, by);
    if (next) go(href('execution', next));
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

  #track(): void {
    const visits = this.#run?.visits ?? [];
    if (visits === this.#tracked) return;
    this.#tracked = visits;
    this.#tracks = tracksOf(visits, this.#opened);
  }

  protected override willUpdate(): void {
    if (this.execution && this.#run?.id !== this.execution) this.#begin();
    this.#track();
    const name = this.#run?.execution?.workflowName ?? this.#run?.execution?.workflowId;
    document.title = name ? `${name} · Hindsight` : 'Execution · Hindsight';
  }

  protected override render(): TemplateResult {
    const run = this.#run;
    if (run?.problem) return missing(run.problem, () => this.#begin(), true);
    if (!run?.execution)
      return html`<div class="waiting" aria-busy="true"><div class="skeleton"></div></div>`;
    const whole = run.span;
    const view = read(route.value.query.get('zoom') ?? '', whole.from) ?? whole;
    const attempts = run.visits.filter((it) => it.key === this.#selected);
    const attempt = Number(route.value.query.get('attempt'));
    const chosen = attempts.find((it) => it.attempt === attempt) ?? attempts.at(-1) ?? null;
    return html`<div class="run">
      ${runHead(run, run.execution, () => this.#toFailure())}
      <div class="run-body">
        <div class="run-view">
          ${
            run.stepsProblem
              ? missing(run.stepsProblem, () => this.#begin())
              : route.value.query.get('view') === 'steps'
                ? this.#steps(run, whole, chosen)
                : this.#drawing(run, whole, view)
          }
        </div>
        <hs-inspector .run=${run.execution} .attempts=${attempts} .chosen=${chosen}></hs-inspector>
      </div>
    </div>`;
  }

  #drawing(run: Run, whole: Span, view: Span): TemplateResult {
    if (run.stepsLoaded && run.visits.length === 0) {
      return html`<div class="notice">
        <strong>No steps</strong>
        <p>None were reported for this run.</p>
      </div>`;
    }
    return html`<hs-timeline
      .tracks=${this.#tracks}
      .whole=${whole}
      .view=${view}
      .selected=${this.#selected}
      .queue=${this.#queue}
      .live=${run.execution?.status === 'running'}
      @pick=${(e: CustomEvent<string>) => this.#pick(e.detail)}
      @open=${(e: CustomEvent<string>) => this.#fold(e.detail)}
      @fold=${(e: CustomEvent<string>) => this.#fold(e.detail)}
      @view=${(e: CustomEvent<Span>) => this.#show(e.detail)}
    ></hs-timeline>`;
  }

  #steps(run: Run, whole: Span, chosen: Visit | null): TemplateResult {
    return html`<hs-steps
      .visits=${run.visits}
      .from=${whole.from}
      .selected=${chosen ? visitId(chosen.key, chosen.attempt) : ''}
      @visit=${(e: CustomEvent<{ key: string; attempt: number }>) =>
        adjust({ step: e.detail.key, attempt: String(e.detail.attempt) })}
    ></hs-steps>`;
  }

  #pick(id: string): void {
    const track = this.#tracks.find((it) => it.id === id);
    if (!track) return;
    adjust({ step: id, attempt: '' });
  }

  #fold(id: string): void {
    if (!this.#tracks.find((it) => it.id === id)?.folded) return;
    if (!this.#opened.delete(id)) this.#opened.add(id);
    this.#tracked = null;
    this.requestUpdate();
  }

  #show(view: Span): void {
    const whole = (this.#run as Run).span;
    const all = view.from <= whole.from && view.to >= whole.to;
    adjust({ zoom: all ? '' : written(view, whole.from) });
  }

  #zoom(factor: number): void {
    const run = this.#run;
    if (!run) return;
    const whole = run.span;
    const view = read(route.value.query.get('zoom') ?? '', whole.from) ?? whole;
    const chosen = run.visits.find((it) => it.key === this.#selected);
    const middle = chosen?.start ?? (view.from + view.to) / 2;
    const at = middle >= view.from && middle <= view.to ? middle : (view.from + view.to) / 2;
    this.#show(zoomed(view, whole, at, factor));
  }
}

customElements.define('hs-run-page', RunPage);
