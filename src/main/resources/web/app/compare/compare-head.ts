import { html, nothing, type TemplateResult } from 'lit';
import { isOver, statusWord } from '../api/status';
import type { Execution } from '../api/types';
import { icon } from '../look/icons';
import { statusIcon } from '../look/status';
import { adjust, href } from '../route/router';
import { duration } from '../time/duration';
import { dateTime, fully, time, zoneName } from '../time/zone';
import type { Comparison, Side } from './comparison';
import { arrow, inWords, signed } from './delta';

/** How long an execution took, or takes so far. */
export function wallTime(of: Execution | null, nowMs: number): number | null {
  if (!of) return null;
  if (of.durationMs !== null) return of.durationMs;
  return of.status === 'running' ? Math.max(0, nowMs - Date.parse(of.startedAt)) : null;
}

/** What there is to say of both executions as a whole, side by side. */
export function compareHead(comparison: Comparison, again: () => void): TemplateResult {
  const { a, b, asOf } = comparison;
  const open = [a, b].filter((it) => it.execution && !isOver(it.execution.status));
  return html`<div class="cmp-runs">
    <table>
      <caption class="hidden-text">
        The two executions
      </caption>
      <thead>
        <tr>
          <th scope="col"><span class="hidden-text">Which</span></th>
          <th scope="col">Status</th>
          <th scope="col">Workflow</th>
          <th scope="col" class="c-version">Version</th>
          <th scope="col" class="c-start">Started</th>
          <th scope="col" class="r">Duration</th>
          <th scope="col" class="r">B − A</th>
          <th scope="col" class="r c-attempt">Attempt</th>
          <th scope="col" class="c-id">Id</th>
          <th scope="col"><span class="hidden-text">Actions</span></th>
        </tr>
      </thead>
      <tbody>
        ${side(comparison, a)} ${side(comparison, b)}
      </tbody>
    </table>
    ${
      open.length > 0
        ? html`<p class="muted">
            ${open.map((it) => it.letter).join(' and ')} still ${open.length > 1 ? 'run' : 'runs'}:
            told as of ${time(asOf)}.
            <button class="quiet" @click=${again}>${icon('retry')} Again</button>
          </p>`
        : nothing
    }
  </div>`;
}

function side(comparison: Comparison, { letter, id, execution, problem }: Side): TemplateResult {
  const other = (letter === 'A' ? comparison.b : comparison.a).execution;
  const change = html`<button
    class="quiet"
    title="Choose another for ${letter}"
    @click=${() => adjust({ [letter.toLowerCase()]: '', row: '' }, true)}
  >
    Change
  </button>`;
  if (!execution) {
    return html`<tr>
      <th scope="row">${letter}</th>
      <td colspan="8">
        ${
          problem
            ? problem.isGone
              ? 'was removed'
              : 'could not be read'
            : html`<div class="skeleton line"></div>`
        }
      </td>
      <td>${change}</td>
    </tr>`;
  }
  const started = Date.parse(execution.startedAt);
  const differs = (name: 'workflowId' | 'workflowVersion' | 'attempt' | 'status'): string =>
    other && other[name] !== execution[name] ? 'differs' : '';
  return html`<tr>
    <th scope="row">${letter}</th>
    <td class=${differs('status')}>
      <span class="with-icon"
        >${statusIcon(execution.status, false)}
        <span class="cmp-word">${statusWord(execution.status)}</span></span
      >
    </td>
    <td class="c-name ${differs('workflowId')}">
      <a class="cut" href=${href('execution', id)}
        >${execution.workflowName || execution.workflowId}</a
      >
    </td>
    <td class="num c-version ${differs('workflowVersion')}">${execution.workflowVersion ?? '–'}</td>
    <td class="num c-start" title=${fully(started)}>
      ${dateTime(started)} <span class="muted">${zoneName()}</span>
    </td>
    <td class="num r">${duration(wallTime(execution, comparison.asOf)) || '–'}</td>
    <td class="num r">${letter === 'B' ? total(comparison) : nothing}</td>
    <td class="num r c-attempt ${differs('attempt')}">${execution.attempt}</td>
    <td class="mono cut c-id" title=${execution.id}>
      ${execution.externalId ?? `…${execution.id.slice(-8)}`}
    </td>
    <td>${change}</td>
  </tr>`;
}

function total({ a, b, asOf }: Comparison): TemplateResult | typeof nothing {
  const [one, other] = [wallTime(a.execution, asOf), wallTime(b.execution, asOf)];
  if (one === null || other === null) return nothing;
  const delta = other - one;
  return html`<span class="delta ${delta > 0 ? 'more' : 'less'}" title=${inWords(delta)}
    >${signed(delta)} <span class="arrow" aria-hidden="true">${arrow(delta)}</span></span
  >`;
}
