import { html, nothing, type TemplateResult } from 'lit';
import { bytes, count } from '../look/bytes';
import { icon } from '../look/icons';
import { duration } from '../time/duration';
import { dateTime, fully } from '../time/zone';
import type { Sweep } from './requests';

/** When sweeps were, what each did; and when the next one is, as far as the past tells. */
export function sweepsTable(sweeps: readonly Sweep[], now: number): TemplateResult {
  if (sweeps.length === 0) {
    return html`<p class="muted">No sweep yet: nothing was removed by a policy.</p>`;
  }
  return html`<p class="muted">${next(sweeps, now)}</p>
    <div class="wide" role="region" tabindex="0" aria-label="Past sweeps">
      <table>
        <thead>
          <tr>
            <th>Began</th>
            <th class="right">Took</th>
            <th class="right">Removed</th>
            <th class="right">Archived</th>
            <th class="right">Space</th>
            <th>By policy</th>
          </tr>
        </thead>
        <tbody>
          ${sweeps.map(row)}
        </tbody>
      </table>
    </div>`;
}

function row(sweep: Sweep): TemplateResult {
  const began = Date.parse(sweep.startedAt);
  const sum = (of: (item: Sweep['items'][number]) => number) =>
    sweep.items.reduce((total, item) => total + of(item), 0);
  return html`<tr>
    <td class="num" title=${fully(began)}>${dateTime(began)}</td>
    <td class="num right">
      ${sweep.completedAt ? duration(Date.parse(sweep.completedAt) - began) : 'sweeping…'}
    </td>
    <td class="num right">${count(sum((it) => it.executions))}</td>
    <td class="num right">${count(sum((it) => it.archived))}</td>
    <td class="num right">${bytes(sum((it) => it.bytes))}</td>
    <td>
      ${sweep.items.length === 0 ? html`<span class="muted">nothing was due</span>` : nothing}
      ${sweep.items.map((it) => html`<div>${did(it)}</div>`)}
      ${sweep.partial ? html`<div>${icon('retry')} Left some to the next sweep</div>` : nothing}
      ${sweep.problem ? html`<div><b>Failed:</b> ${sweep.problem}</div>` : nothing}
    </td>
  </tr>`;
}

function did(item: Sweep['items'][number]): TemplateResult {
  const parts = [`${count(item.executions)} executions`];
  if (item.payloadsExpired) parts.push(`payloads of ${count(item.payloadsExpired)}`);
  if (item.logsExpired) parts.push(`logs of ${count(item.logsExpired)}`);
  if (item.snapshotsTrimmed) parts.push(`snapshots of ${count(item.snapshotsTrimmed)}`);
  return html`<b>${item.policy}</b>
    <span class="num muted">${parts.join(', ')}, ${bytes(item.bytes)}</span>`;
}

/** The service does not say when it sweeps next: a clock of its own, or of the cluster, decides. */
function next(sweeps: readonly Sweep[], now: number): string {
  const starts = sweeps.map((it) => Date.parse(it.startedAt)).slice(0, 6);
  const gaps = starts.slice(1).map((at, i) => (starts[i] as number) - at);
  if (gaps.length < 3) return 'Too few sweeps yet to say when the next one is.';
  const usual = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] as number;
  const due = (starts[0] as number) + usual;
  return due > now
    ? `Sweeps come about every ${duration(usual)}: the next one around ${dateTime(due)}.`
    : `Sweeps came about every ${duration(usual)}: the next one is due.`;
}
