import { html, nothing, type TemplateResult } from 'lit';
import { isOver, statusWord } from '../api/status';
import { icon } from '../look/icons';
import { statusIcon } from '../look/status';
import { adjust, href } from '../route/router';
import { duration } from '../time/duration';
import { dateTime, fully, time, zoneName } from '../time/zone';
import type { Comparison, Side } from './comparison';
import { signed } from './delta';

/** What there is to say of both executions as a whole, one above the other. */
export function compareHead(comparison: Comparison, again: () => void): TemplateResult {
  const { a, b, asOf } = comparison;
  const isOpen = [a, b].some((it) => it.execution && !isOver(it.execution.status));
  const delta = a.took === null || b.took === null ? nothing : signed(b.took - a.took);
  return html`<div class="cmp-runs">
    <table aria-label="The two executions">
      <tbody>
        ${line(a, b, nothing)} ${line(b, a, delta)}
      </tbody>
    </table>
    ${
      isOpen
        ? html`<p class="muted">
            Still running: as of ${time(asOf)}.
            <button class="quiet" @click=${again}>${icon('retry')} Again</button>
          </p>`
        : nothing
    }
  </div>`;
}

function line(side: Side, other: Side, delta: unknown): TemplateResult {
  return html`<tr>
    <th scope="row">${side.letter}</th>
    ${side.execution ? facts(side, delta) : html`<td colspan="7">${side.problem ? '–' : html`<div class="skeleton"></div>`}</td>`}
    <td class="r">
      <button
        class="quiet"
        aria-label="Change ${side.letter}"
        @click=${() =>
          adjust(
            {
              [side.letter.toLowerCase()]: '',
              row: '',
              workflow: other.execution?.workflowId ?? '',
            },
            true,
          )}
      >
        Change
      </button>
    </td>
  </tr>`;
}

function facts({ execution, id, took }: Side, delta: unknown): unknown {
  if (!execution) return nothing;
  const { status, workflowName, workflowId, workflowVersion, externalId } = execution;
  const started = Date.parse(execution.startedAt);
  return html`<td>
      ${statusIcon(status, false)} <span class="cmp-word">${statusWord(status)}</span>
    </td>
    <td>
      <a class="cut" href=${href('execution', id)}>${workflowName || workflowId}</a>
    </td>
    <td class="num c-more">${workflowVersion ? `version ${workflowVersion}` : nothing}</td>
    <td class="mono cut c-more" title=${execution.id}>
      ${externalId ?? `…${execution.id.slice(-8)}`}
    </td>
    <td class="num c-more" title=${fully(started)}>
      ${dateTime(started)} <span class="muted">${zoneName()}</span>
    </td>
    <td class="num r">${duration(took) || '–'}</td>
    <td class="num">${delta}</td>`;
}
