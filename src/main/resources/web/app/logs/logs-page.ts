import { html, type TemplateResult } from 'lit';
import { api } from '../api/client';
import { key } from '../api/key';
import { asProblem, type Problem } from '../api/problem';
import { isOver, statusWord } from '../api/status';
import type { Execution } from '../api/types';
import { atMostEvery } from '../base/frame';
import { View } from '../base/view';
import { channel } from '../live/channel';
import { missing } from '../look/missing';
import { statusIcon } from '../look/status';
import { go, href, route } from '../route/router';
import { onKeys } from '../shell/keys';
import { dateTime, fully, zone } from '../time/zone';
import '../log/log-view';

/** All that one execution said. */
class LogsPage extends View {
  static override properties = { execution: { attribute: false } };

  declare execution: string;

  #asked = '';
  #run: Execution | null = null;
  #problem: Problem | null = null;
  #unwatch: (() => void) | null = null;

  constructor() {
    super();
    this.execution = '';
    this.watch(route);
    this.watch(zone);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.until(key.subscribe(() => this.#again()));
    this.until(() => this.#unwatch?.());
    this.until(onKeys({ Escape: () => go(this.#runAddress()) }));
  }

  #runAddress(): string {
    return href('execution', this.execution, { step: route.value.query.get('step') ?? '' });
  }

  #again(): void {
    this.#asked = '';
    this.requestUpdate();
  }

  protected override willUpdate(): void {
    if (this.execution !== this.#asked) void this.#load();
    const name = this.#run?.workflowName ?? this.#run?.workflowId;
    document.title = name ? `Log of ${name} · Hindsight` : 'Log · Hindsight';
  }

  async #load(): Promise<void> {
    const asked = this.execution;
    if (asked !== this.#asked) {
      this.#unwatch?.();
      this.#unwatch = this.#run = this.#problem = null;
      this.#asked = asked;
    }
    try {
      const run = await api.execution(asked);
      if (asked !== this.#asked || !this.isConnected) return;
      this.#run = run;
      if (!isOver(run.status)) this.#unwatch ??= this.#watch(asked);
    } catch (thrown) {
      if (asked === this.#asked && !this.#run) this.#problem = asProblem(thrown);
    }
    this.requestUpdate();
  }

  /** Sees the run end. */
  #watch(execution: string): () => void {
    const again = atMostEvery(2_000, () => void this.#load());
    return channel.watch(
      { topic: 'execution', execution, snapshot: true },
      { snapshot: again, events: again, poll: again },
    );
  }

  protected override render(): TemplateResult {
    if (this.#problem) return missing(this.#problem, () => this.#again(), true);
    const run = this.#run;
    return html`<div class="run" aria-busy=${String(!run)}>
      <header class="run-head log-head">
        <div class="run-title">${run ? this.#title(run) : html`<h1>Log</h1>`}</div>
      </header>
      ${
        run
          ? html`<hs-log .run=${run}></hs-log>`
          : html`<div class="log-body grow"><div class="skeleton"></div></div>`
      }
    </div>`;
  }

  #title(run: Execution): TemplateResult {
    const started = Date.parse(run.startedAt);
    return html`${statusIcon(run.status, false)}
      <h1 class="cut">Log of ${run.workflowName || run.workflowId}</h1>
      <span class="badge ${run.status}">${statusWord(run.status)}</span>
      <span class="muted num" title=${fully(started)}>${dateTime(started)}</span>
      <span class="grow"></span>
      <a href=${this.#runAddress()}>Back to the run</a>`;
  }
}

customElements.define('hs-logs-page', LogsPage);
