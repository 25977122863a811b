import { html, type TemplateResult } from 'lit';
import { bytes, count } from '../look/amounts';
import { sheet } from '../look/sheet';
import { duration } from '../time/duration';
import { dateTime, fully } from '../time/zone';
import type { Sweep } from './requests';
import { tally } from './tally';

/** When sweeps were, what each did; and when the next one is, as far as the past tells. */
export function sweepsTable(sweeps: readonly Sweep[], now: number): TemplateResult {
  if (sweeps.length === 0) return html`<p class="muted">No sweep yet.</p>`;
  return html`<p class="muted">${next(sweeps, now)}</p>
    ${sheet(
      'Past sweeps',
      [
        ['Began', 'num'],
        ['Took', 'num right'],
        ['Removed', 'num right'],
        ['Archived', 'num right'],
        ['Space', 'num right'],
        ['By policy', ''],
      ],
      sweeps.map(row),
    )}`;
}

function row({ startedAt, completedAt, items, partial, problem }: Sweep): unknown[] {
  const began = Date.parse(startedAt);
  const sum = (of: 'executions' | 'archived' | 'bytes') =>
    items.reduce((total, item) => total + item[of], 0);
  return [
    html`<span title=${fully(began)}>${dateTime(began)}</span>`,
    completedAt ? duration(Date.parse(completedAt) - began) : 'sweeping…',
    count(sum('executions')),
    count(sum('archived')),
    `about ${bytes(sum('bytes'))}`,
    html`${items.map(
      (it) => html`<div><b>${it.policy}</b> <span class="num muted">${tally(it)}</span></div>`,
    )}
    ${items.length === 0 ? html`<span class="muted">nothing was due</span>` : ''}
    ${partial ? 'Left some to the next sweep' : ''}
    ${problem ? html`<div><b>Failed:</b> ${problem}</div>` : ''}`,
  ];
}

/** The service does not say when it sweeps next: a clock of its own, or of the cluster, decides. */
function next(sweeps: readonly Sweep[], now: number): string {
  const starts = sweeps.slice(0, 6).map((it) => Date.parse(it.startedAt));
  const gaps = starts.slice(1).map((at, i) => (starts[i] as number) - at);
  if (gaps.length < 3) return 'Too few sweeps yet to say when the next one is.';
  const usual = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] as number;
  const due = (starts[0] as number) + usual;
  return `One about every ${duration(usual)}: the next ${due > now ? `around ${dateTime(due)}` : 'is due'}.`;
}
