import { html, nothing, type TemplateResult } from 'lit';
import { api } from '../api/client';
import { asProblem, type Problem } from '../api/problem';
import type { Execution, Json, RecordedError, Step } from '../api/types';
import { View } from '../base/view';
import { failed } from '../look/failed';
import { icon } from '../look/icons';
import { isBad, statusWord } from '../api/status';
import { statusIcon } from '../look/status';
import { adjust, route } from '../route/router';
import { onKeys } from '../shell/keys';
import { now } from '../time/clock';
import { duration } from '../time/duration';
import { pressed } from './pressed';
import { lengthOf, type Visit } from '../step/visits';
import '../checkpoint/checkpoints';
import '../json/json-tree';
import '../log/log-view';

const TABS = ['input', 'output', 'error', 'attempts', 'artifacts', 'logs', 'raw'] as const;
type Tab = (typeof TABS)[number];

const WITHHELD = html`<p class="none">${icon('lock')} This key may not read payloads.</p>`;

/** What went into the selected step, what came out, and what it said; of the run, if none is. */
class Inspector extends View {
  static override properties = {
    run: { attribute: false },
    attempts: { attribute: false },
    chosen: { attribute: false },
  };

  declare run: Execution | null;
  /** All attempts of the selected step; none for the run itself. */
  declare attempts: readonly Visit[];
  declare chosen: Visit | null;

  #asked = '';
  #step: Step | null = null;
  #problem: Problem | null = null;

  constructor() {
    super();
    this.watch(route);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.until(onKeys({ i: () => adjust({ tab: 'input' }), o: () => adjust({ tab: 'output' }) }));
  }

  protected override willUpdate(): void {
    const { run, chosen } = this;
    if (!run) return;
    const step = chosen ? `${chosen.key} ${chosen.attempt} ${chosen.status}` : '';
    const asked = `${run.id} ${step}`;
    if (asked === this.#asked) return;
    const another = this.#step?.key !== chosen?.key || this.#step?.attempt !== chosen?.attempt;
    this.#asked = asked;
    this.#problem = null;
    if (another) this.#step = null;
    void this.#load(asked, run, chosen);
  }

  async #load(asked: string, run: Execution, chosen: Visit | null): Promise<void> {
    try {
      const step = chosen ? await api.step(run.id, chosen.key, chosen.attempt) : null;
      if (asked !== this.#asked) return;
      this.#step = step;
    } catch (thrown) {
      if (asked !== this.#asked) return;
      this.#problem = asProblem(thrown);
    }
    this.requestUpdate();
  }

  #again(): void {
    this.#asked = '';
    this.requestUpdate();
  }

  get #tab(): Tab {
    const asked = route.value.query.get('tab') as Tab | undefined;
    if (asked && TABS.includes(asked)) return asked;
    const status = this.chosen?.status ?? this.run?.status;
    return (status && isBad(status)) || this.#error() ? 'error' : 'output';
  }

  #error(): RecordedError | null {
    const { chosen, run } = this;
    // A step that failed and does not say why is why the run failed.
    const own = chosen && !isBad(chosen.status) ? null : (run?.error ?? null);
    const error = chosen ? (this.#step?.error ?? own) : own;
    if (error?.message || error?.type) return error;
    // Of a crash the service says what it missed; where, is the step that never ended.
    const missed = run && isBad(run.status) && (!chosen || chosen.status === 'running');
    return missed && run.statusReason ? { message: run.statusReason } : null;
  }

  protected override render(): TemplateResult {
    const { run, chosen } = this;
    if (!run) return html`<div class="inspector"><div class="skeleton"></div></div>`;
    const tab = this.#tab;
    const status = chosen?.status ?? run.status;
    return html`<section class="inspector" aria-label="Inspector">
      <header>
        ${statusIcon(status, false)}
        <h2 class="cut">${chosen?.name ?? run.workflowName ?? run.workflowId}</h2>
        <span class="muted">${statusWord(status)}</span>
        ${
          chosen
            ? html`<span class="num">${duration(lengthOf(chosen, now()))}</span>
                <button
                  class="quiet"
                  title="Back to the whole run (Esc)"
                  @click=${() => adjust({ step: '', attempt: '' })}
                >
                  ${icon('close')}
                </button>`
            : html`<span class="muted">whole run</span>`
        }
      </header>
      <div class="tab-line">
        <div class="tabs" role="group" aria-label="What to see">
          ${TABS.filter((it) => this.#has(it)).map((it) =>
            pressed(it === tab, it, () => adjust({ tab: it })),
          )}
        </div>
        ${pressed(
          this.#both,
          icon('compare'),
          () => adjust({ both: this.#both ? '' : '1' }),
          'Input and output side by side',
        )}
      </div>
      <div
        class="panel ${tab === 'logs' ? 'of-log' : ''}"
        role="group"
        aria-label=${tab}
        tabindex=${tab === 'logs' ? '-1' : '0'}
      >
        ${
          tab === 'logs'
            ? html`<hs-log .run=${run} .panel=${true}></hs-log>`
            : this.#problem
              ? failed(this.#problem, () => this.#again())
              : this.#panel(tab)
        }
      </div>
    </section>`;
  }

  #has(tab: Tab): boolean {
    if (tab === 'attempts') return this.attempts.length > 1;
    // Both leave with payloads; what lies in the archive has none of them.
    if (tab === 'artifacts') return !this.run?.archived && !this.run?.payloadExpired;
    if (tab === 'error') return this.#error() !== null || this.#tab === 'error';
    return true;
  }

  #panel(tab: Tab): TemplateResult {
    const record = this.chosen ? this.#step : this.run;
    if (!record) return html`<div class="skeleton block"></div>`;
    switch (tab) {
      case 'input':
      case 'output':
        return this.#both ? this.#sides(record) : this.#payload(record, tab);
      case 'error':
        return this.#told(this.#error());
      case 'attempts':
        return this.#attempts();
      case 'artifacts':
        return this.run?.payloadWithheld ? WITHHELD : this.#kept();
      default:
        return html`<hs-json
          .value=${record as unknown as Json}
          .at=${''}
          .notices=${record.notices ?? []}
        ></hs-json>`;
    }
  }

  get #both(): boolean {
    return route.value.query.has('both');
  }

  /** What went in beside what came out; below each other where there is no room. */
  #sides(record: Execution | Step): TemplateResult {
    return html`<div class="sides">
      ${(['input', 'output'] as const).map(
        (it) =>
          html`<section aria-label=${it}>
            <h3 class="muted">${it}</h3>
            ${this.#payload(record, it)}
          </section>`,
      )}
    </div>`;
  }

  #payload(record: Execution | Step, tab: 'input' | 'output'): TemplateResult {
    if (record.payloadWithheld) {
      return WITHHELD;
    }
    if ('payloadExpired' in record && record.payloadExpired) {
      return html`<p class="none muted">The payload was removed by its retention policy.</p>`;
    }
    return html`<hs-json
      .value=${record[tab] ?? undefined}
      .at=${`/${tab}`}
      .notices=${record.notices ?? []}
    ></hs-json>`;
  }

  #kept(): TemplateResult {
    return html`<hs-checkpoints
      .run=${this.run}
      .node=${this.chosen ? (this.#step?.nodeId ?? '') : null}
    ></hs-checkpoints>`;
  }

  #told(error: RecordedError | null): TemplateResult {
    if (!error) return html`<p class="muted none">No error was reported.</p>`;
    return html`<div class="error-told">
      ${error.type ? html`<p class="mono"><b>${error.type}</b> ${error.code ?? ''}</p>` : nothing}
      <pre class="mono">${error.message ?? ''}</pre>
      ${error.stack ? html`<pre class="mono muted">${error.stack}</pre>` : nothing}
    </div>`;
  }

  #attempts(): TemplateResult {
    return html`<ol class="attempts">
      ${this.attempts.map(
        (it) =>
          html`<li>
            ${pressed(
              it.attempt === this.chosen?.attempt,
              html`${statusIcon(it.status, false)} Attempt ${it.attempt}, ${statusWord(it.status)}
                <span class="num muted">${duration(lengthOf(it, now()))}</span>`,
              () => adjust({ attempt: String(it.attempt) }),
            )}
          </li>`,
      )}
    </ol>`;
  }
}

customElements.define('hs-inspector', Inspector);
