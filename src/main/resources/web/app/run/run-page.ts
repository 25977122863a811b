import { html, nothing, type TemplateResult } from 'lit';
import { key } from '../api/key';
import { asProblem, type Problem } from '../api/problem';
import type { Execution } from '../api/types';
import { View } from '../base/view';
import { icon } from '../look/icons';
import { isBad, statusWord, STATUSES } from '../api/status';
import { statusIcon } from '../look/status';
import { adjust, go, href, route } from '../route/router';
import { onKeys } from '../shell/keys';
import { now } from '../time/clock';
import { ago, duration } from '../time/duration';
import { dateTime, fully, zone, zoneName } from '../time/zone';
import { read, written, zoomed, type Span } from './axis';
import { Run } from './run';
import type { Timeline } from './timeline';
import { tracksOf, type Track } from './tracks';
import { visitId, type Visit } from './visits';
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
    // A failed run opens where it failed.
    if (run?.execution && run.stepsLoaded && !this.#chosenOnce && isBad(run.execution.status)) {
      this.#chosenOnce = true;
      this.#toFailure();
    }
    this.requestUpdate();
  }

  #toFailure(): void {
    const failing = this.#run?.failing;
    if (!failing) return;
    adjust({ step: failing.key, attempt: String(failing.attempt) });
    void this.updateComplete.then(() => requestAnimationFrame(() => this.#timeline?.reveal()));
  }

  protected override willUpdate(): void {
    if (this.execution && this.#run?.id !== this.execution) this.#begin();
    const visits = this.#run?.visits ?? [];
    if (visits !== this.#tracked) {
      this.#tracked = visits;
      this.#tracks = tracksOf(visits, this.#opened);
    }
    const name = this.#run?.execution?.workflowName ?? this.#run?.execution?.workflowId;
    document.title = name ? `${name} · Hindsight` : 'Execution · Hindsight';
  }

  protected override render(): TemplateResult {
    const run = this.#run;
    if (run?.problem) return missing(run.problem, () => this.#begin());
    if (!run?.execution) return html`<div class="waiting" aria-busy="true"><div class="skeleton"></div></div>`;
    const whole = run.span;
    const view = read(route.value.query.get('zoom') ?? '', whole.from) ?? whole;
    const attempts = run.visits.filter((it) => it.key === this.#selected);
    const attempt = Number(route.value.query.get('attempt'));
    const chosen = attempts.find((it) => it.attempt === attempt) ?? attempts.at(-1) ?? null;
    return html`<div class="run">
      ${this.#header(run, run.execution)}
      <div class="run-body">
        <div class="run-view">
          ${run.stepsProblem
            ? missing(run.stepsProblem, () => this.#begin())
            : route.value.query.get('view') === 'steps'
              ? this.#steps(run, whole, chosen)
              : this.#drawing(run, whole, view)}
        </div>
        <hs-inspector .run=${run.execution} .attempts=${attempts} .chosen=${chosen}></hs-inspector>
      </div>
    </div>`;
  }

  #drawing(run: Run, whole: Span, view: Span): TemplateResult {
    if (run.stepsLoaded && run.visits.length === 0) {
      return html`<div class="notice"><strong>No steps</strong><p>None were reported for this run.</p></div>`;
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

  #header(run: Run, execution: Execution): TemplateResult {
    const started = Date.parse(execution.startedAt);
    const view = route.value.query.get('view') ?? '';
    return html`<header class="run-head">
      <div class="run-title">
        ${statusIcon(execution.status, false)}
        <h1 class="cut">${execution.workflowName || execution.workflowId}</h1>
        ${execution.workflowVersion ? html`<span class="muted num">${execution.workflowVersion}</span>` : nothing}
        <span class="badge ${execution.status}">${statusWord(execution.status)}</span>
        ${execution.attempt > 1 ? html`<span class="badge">attempt ${execution.attempt}</span>` : nothing}
        ${execution.replayOf
          ? html`<a href=${href('execution', execution.replayOf)}>replay of …${execution.replayOf.slice(-8)}</a>`
          : nothing}
        ${execution.deletedAt ? html`<span class="badge">deleted</span>` : nothing}
        <span class="grow"></span>
        <span class="segmented" role="group" aria-label="View">
          <button aria-pressed=${view === '' ? 'true' : 'false'} @click=${() => adjust({ view: '' })}>Timeline</button>
          <button aria-pressed=${view === 'steps' ? 'true' : 'false'} @click=${() => adjust({ view: 'steps' })}>Steps</button>
        </span>
      </div>
      <dl class="facts">
        <div><dt>Wall time</dt><dd class="num large">${duration(wallTime(execution)) || '–'}</dd></div>
        <div>
          <dt>Started</dt>
          <dd class="num" title=${fully(started)}>
            ${dateTime(started)} <span class="muted">${zoneName()}, ${ago(now() - started)}</span>
          </dd>
        </div>
        ${execution.queuedAt
          ? html`<div><dt>Queued</dt><dd class="num">${duration(started - Date.parse(execution.queuedAt))}</dd></div>`
          : nothing}
        <div><dt>Steps</dt><dd class="counts">${this.#counts(run)}</dd></div>
        <div><dt>Trigger</dt><dd>${execution.trigger?.type ?? '–'}</dd></div>
        ${Object.entries(execution.labels ?? {}).slice(0, 6).map(
          ([name, value]) =>
            html`<div><dt>${name}</dt><dd><a href=${href('executions', '', { label: `${name}:${value}` })}>${value}</a></dd></div>`,
        )}
        <div>
          <dt>Id</dt>
          <dd class="mono">
            ${execution.externalId ?? execution.id}
            <button class="quiet" aria-label="Copy id" @click=${() => void navigator.clipboard.writeText(execution.id)}>${icon('copy')}</button>
          </dd>
        </div>
      </dl>
      ${execution.error?.message || execution.error?.type ? this.#error(run, execution) : nothing}
    </header>`;
  }

  #counts(run: Run): TemplateResult[] {
    const counts = run.statuses;
    return [...STATUSES, 'skipped' as const]
      .filter((it) => counts.has(it))
      .map(
        (it) =>
          html`<span title=${statusWord(it)}>${statusIcon(it)} <span class="num">${counts.get(it)?.toLocaleString('en')}</span></span>`,
      );
  }

  #error(run: Run, execution: Execution): TemplateResult {
    const failing = run.failing;
    return html`<div class="went-wrong" role="note">
      ${statusIcon(execution.status, false)}
      <p>
        ${execution.error?.type ? html`<b class="mono">${execution.error.type}</b> ` : nothing}
        <span class="message">${execution.error?.message}</span>
      </p>
      ${failing
        ? html`<button @click=${() => this.#toFailure()}>at ${failing.name}</button>
            <button @click=${() => adjust({ step: failing.key, attempt: String(failing.attempt), tab: 'logs' })}>Log</button>`
        : nothing}
      <a href=${href('executions', '', { workflow: execution.workflowId, status: 'failed' })}>all failures of the workflow</a>
    </div>`;
  }
}

function wallTime(execution: Execution): number | null {
  if (execution.durationMs !== null) return execution.durationMs;
  return execution.status === 'running' ? now() - Date.parse(execution.startedAt) : null;
}

/** What cannot be shown, and why: what retention removed is told as such. */
function missing(problem: Problem, again: () => void): TemplateResult {
  const shown = asProblem(problem);
  const removed = shown.members['removedAt'];
  return html`<div class="notice" role="alert">
    <strong>${shown.isGone ? 'This execution was removed' : shown.title}</strong>
    <p>
      ${shown.isGone && typeof removed === 'string'
        ? `On ${dateTime(Date.parse(removed))}, by the policy ${String(shown.members['policy'] ?? 'of its time')}.`
        : shown.detail}
    </p>
    <p class="num">${shown.status || ''} ${shown.requestId}</p>
    ${shown.isGone ? nothing : html`<button @click=${again}>${icon('retry')} Try again</button>`}
  </div>`;
}

customElements.define('hs-run-page', RunPage);
