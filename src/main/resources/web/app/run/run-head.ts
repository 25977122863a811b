import { html, nothing, type TemplateResult } from 'lit';
import { isBad, STATUSES, statusWord } from '../api/status';
import type { Execution } from '../api/types';
import { copyFrom } from '../base/copy';
import { count } from '../look/amounts';
import { icon } from '../look/icons';
import { statusIcon } from '../look/status';
import { href } from '../route/router';
import { now } from '../time/clock';
import { ago, duration } from '../time/duration';
import { dateTime, fully, zoneName } from '../time/zone';
import type { Span } from './axis';
import { compareLinks } from './compare-links';
import type { Run } from './run';
import { views } from './views';
import { spent, wallTime } from './wall-time';
import './chain';
import './replay';

/** What the head tells of, and what can be done from there. */
export interface Told {
  readonly run: Run;
  readonly execution: Execution;
  readonly coverage: readonly Span[];
  readonly toFailure: () => void;
  readonly beside: (by: 1 | -1) => void;
}

/** What there is to say of the run as a whole; what broke first of all. */
export function runHead({ run, execution, coverage, toFailure, beside }: Told): TemplateResult {
  const started = Date.parse(execution.startedAt);
  const pager = (by: 1 | -1, word: string, sign: string): TemplateResult =>
    html`<button
      class="quiet"
      aria-label="${word} run"
      title="${word} run of the list (${by === 1 ? ']' : '['})"
      @click=${() => beside(by)}
    >
      ${sign}
    </button>`;
  return html`<header class="run-head">
    <div class="run-title">
      ${statusIcon(execution.status, false)}
      <h1 class="cut">${execution.workflowName || execution.workflowId}</h1>
      ${execution.workflowVersion ? html`<span class="muted num">${execution.workflowVersion}</span>` : nothing}
      <span class="badge ${execution.status}">${statusWord(execution.status)}</span>
      <hs-chain .execution=${execution}></hs-chain>
      ${compareLinks(execution)}
      ${execution.deletedAt ? html`<span class="badge">deleted</span>` : nothing}
      <span class="grow"></span>
      <hs-replay .execution=${execution}></hs-replay>
      <span class="run-pager">${pager(-1, 'Previous', '‹')} ${pager(1, 'Next', '›')}</span>
      ${views()}
    </div>
    <dl class="facts">
      ${fact('Wall time', duration(wallTime(execution)) || '–', 'num large')}
      ${spent(execution, coverage)}
      ${fact(
        'Started',
        html`${dateTime(started)}
          <span class="muted">${zoneName()}, ${ago(now() - started)}</span>`,
        'num',
        fully(started),
      )}
      ${fact('Trigger', execution.trigger?.type ?? '–')}
      ${Object.entries(execution.labels ?? {})
        .slice(0, 6)
        .map(([name, value]) =>
          fact(
            name,
            html`<a href=${href('executions', '', { label: `${name}:${value}` })}>${value}</a>`,
          ),
        )}
      ${fact(
        'Id',
        html`${execution.externalId ?? execution.id}
          <button
            class="quiet"
            aria-label="Copy id"
            @click=${(e: Event) => void copyFrom(e.currentTarget as Element, execution.id)}
          >
            ${icon('copy')}
          </button>`,
        'mono',
      )}
      ${fact('Steps', stepCounts(run), 'counts')}
    </dl>
    ${whatWrong(execution) || execution.error?.type ? wrong(run, execution, toFailure) : nothing}
  </header>`;
}

function fact(name: string, told: unknown, kind = '', title = ''): TemplateResult {
  return html`<div>
    <dt>${name}</dt>
    <dd class=${kind} title=${title || nothing}>${told}</dd>
  </div>`;
}

function stepCounts(run: Run): TemplateResult[] {
  const counts = run.statuses;
  return [...STATUSES, 'skipped' as const]
    .filter((it) => counts.has(it))
    .map(
      (it) =>
        html`<span title=${statusWord(it)}
          >${statusIcon(it)} <span class="num">${count(counts.get(it) ?? 0)}</span></span
        >`,
    );
}

/** The error, or why somebody, perhaps the service, ended it. */
function whatWrong({ status, error, statusReason }: Execution): string {
  return error?.message ?? (isBad(status) ? (statusReason ?? '') : '');
}

function wrong(run: Run, execution: Execution, toFailure: () => void): TemplateResult {
  const failing = run.failing;
  return html`<div class="went-wrong" role="note">
    ${statusIcon(execution.status, false)}
    <p>
      ${execution.error?.type ? html`<b class="mono">${execution.error.type}</b> ` : nothing}
      <span class="message">${whatWrong(execution)}</span>
    </p>
    ${
      failing
        ? html`<button @click=${toFailure}>at ${failing.name}</button>
            <a class="button" href=${href('logs', run.id, { step: failing.key })}>Jump to log</a>`
        : nothing
    }
  </div>`;
}
