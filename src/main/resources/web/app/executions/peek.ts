import { html, nothing, type TemplateResult } from 'lit';
import { api } from '../api/client';
import { statusWord } from '../api/status';
import type { LogLine } from '../api/types';
import { View } from '../base/view';
import { icon } from '../look/icons';
import { statusIcon } from '../look/status';
import { adjust, go, href } from '../route/router';
import { duration } from '../time/duration';
import { fully, time, zone } from '../time/zone';
import { Run } from '../run/run';
import { tracksOf, type Track } from '../run/tracks';
import type { Visit } from '../step/visits';
import { lengthOf } from './row';
import '../run/timeline';

/** A look at one execution without leaving the list: its shape, what broke, what it said last. */
class Peek extends View {
  static override properties = { execution: { attribute: false } };

  declare execution: string;

  #run: Run | null = null;
  #unwatch: (() => void) | null = null;
  #lines: readonly LogLine[] = [];
  #tracks: readonly Track[] = [];
  #tracked: readonly Visit[] | null = null;
  #timer = 0;

  constructor() {
    super();
    this.execution = '';
    this.watch(zone);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.until(() => this.#end());
  }

  protected override willUpdate(): void {
    // An update may come after the peek was closed: that begins nothing.
    if (!this.isConnected) return;
    if (this.#run?.id !== this.execution) {
      this.#end();
      const run = new Run(this.execution);
      this.#run = run;
      this.#lines = [];
      this.#unwatch = run.changed.subscribe(() => this.requestUpdate());
      // Whoever walks through the list does not stop at each row.
      this.#timer = window.setTimeout(() => {
        void run.load();
        void this.#tail(run);
      }, 120);
    }
    const visits = this.#run?.visits ?? [];
    if (visits !== this.#tracked) {
      this.#tracked = visits;
      this.#tracks = tracksOf(visits, new Set());
    }
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#unwatch?.();
    this.#run?.stop();
    this.#run = null;
  }

  async #tail(run: Run): Promise<void> {
    try {
      const page = await api.logs(run.id, [['tail', '12']]);
      if (run !== this.#run) return;
      this.#lines = page.items;
      this.requestUpdate();
    } catch {
      // The rest tells enough; lines may not be for this key.
    }
  }

  protected override render(): TemplateResult {
    const run = this.#run;
    const record = run?.execution;
    const span = run?.span ?? { from: 0, to: 1 };
    return html`<aside class="peek" aria-label="Peek">
      <header>
        ${record ? statusIcon(record.status, false) : nothing}
        <h2 class="cut">
          ${record?.workflowName ?? record?.workflowId ?? run?.problem?.title ?? ''}
        </h2>
        <span class="muted">${record ? statusWord(record.status) : ''}</span>
        <span class="num">${record ? duration(lengthOf(record)) : ''}</span>
        <a href=${href('execution', this.execution)}>Open</a>
        <button class="quiet" title="Close (Esc)" @click=${() => adjust({ peek: '' })}>
          ${icon('close')}
        </button>
      </header>
      ${
        record?.error?.message
          ? html`<pre class="mono peek-error">${record.error.message}</pre>`
          : nothing
      }
      ${
        run?.stepsLoaded && this.#tracks.length > 0
          ? html`<hs-timeline
              .tracks=${this.#tracks}
              .whole=${span}
              .view=${span}
              .live=${record?.status === 'running'}
              @pick=${(e: CustomEvent<string>) => this.#pick(e.detail)}
            ></hs-timeline>`
          : html`<p class="muted none">${run?.stepsLoaded ? 'No steps were reported.' : ''}</p>`
      }
      ${
        this.#lines.length > 0
          ? html`<ol class="lines mono">
              ${this.#lines.map((it) => {
                const at = Date.parse(it.timestamp);
                return html`<li class=${it.level}>
                  <span class="muted" title=${fully(at)}>${time(at)}</span
                  ><span class="level">${it.level}</span><span class="cut">${it.message}</span>
                </li>`;
              })}
            </ol>`
          : nothing
      }
      <span class="hidden-text" role="status"
        >${record ? `${record.workflowName ?? record.workflowId}, ${statusWord(record.status)}` : ''}</span
      >
    </aside>`;
  }

  #pick(step: string): void {
    const known = this.#run?.visits.some((it) => it.key === step);
    if (known) go(href('execution', this.execution, { step }));
  }
}

customElements.define('hs-peek', Peek);
