import { html, nothing, type TemplateResult } from 'lit';
import { isOver, statusWord } from '../api/status';
import type { Workflow } from '../api/types';
import { statusIcon } from '../look/status';
import { href } from '../route/router';
import { now } from '../time/clock';
import { duration } from '../time/duration';
import { date, fully, time, zoneName } from '../time/zone';
import { roomy, type RunItem } from './requests';
import './mini';

/** How long it took, or takes so far. */
export function lengthOf(run: RunItem): number | null {
  if (run.durationMs !== null) return run.durationMs;
  if (isOver(run.status) || run.status === 'pending') return null;
  return Math.max(0, now() - Date.parse(run.startedAt));
}

const COLUMNS = [
  ['workflow', 'Workflow'],
  ['id', 'Id'],
  ['mini', 'Steps'],
  ['start', 'Started'],
  ['duration', 'Duration'],
  ['bar', 'of p95', 'The mark stands at the p95 of the workflow'],
  ['attempt', 'Try', 'Attempt'],
  ['trigger', 'Trigger'],
  ['error', 'Error'],
] as const;

/** The names of the columns. */
export const ROW_HEAD = html`<span role="columnheader"
    ><span class="hidden-text">Status</span></span
  >
  ${COLUMNS.map(
    ([name, word, title]) =>
      html`<span role="columnheader" class="c-${name}" title=${title ?? nothing}>${word}</span>`,
  )}`;

/** One execution in the list: its shape first. */
export function runRow(run: RunItem, workflow: Workflow | undefined, mark: string): TemplateResult {
  const started = Date.parse(run.startedAt);
  const start = startOf(run, started);
  const length = lengthOf(run);
  const error = firstLine(run.error?.message ?? run.statusReason ?? '');
  const word = statusWord(run.status);
  return html`<span role="gridcell" class="c-status"
      ><button
        class="quiet"
        tabindex="-1"
        data-mark=${run.id}
        title="${word}
x or click: ${mark ? 'take the mark away' : 'mark to compare'}"
      >
        ${statusIcon(run.status, false)}
      </button></span
    >
    <span role="gridcell" class="c-workflow cut"
      >${mark ? html`<b class="marked" title="Marked to compare">${mark}</b> ` : nothing}<a
        href=${href('execution', run.id)}
        tabindex="-1"
        >${run.workflowName || run.workflowId}</a
      ></span
    >
    <span role="gridcell" class="c-id mono muted"
      ><button
        class="quiet cut"
        tabindex="-1"
        data-copy=${run.id}
        title="${run.externalId ? `${run.externalId}\n` : ''}${run.id}
Click to copy"
      >
        ${shortId(run)}
      </button></span
    >
    <span role="gridcell" class="c-mini"
      >${roomy.matches ? html`<hs-mini .run=${run}></hs-mini>` : nothing}</span
    >
    <span role="gridcell" class="c-start num" title=${start.title}
      ><span class="date muted">${start.day}</span> ${start.clock}</span
    >
    <span role="gridcell" class="c-duration num">${duration(length)}</span>
    <span role="gridcell" class="c-bar">${bar(run, length, workflow?.p95DurationMs ?? 0)}</span>
    <span role="gridcell" class="c-attempt num muted"
      >${run.attempt > 1 ? `↻ ${run.attempt}` : ''}</span
    >
    <span role="gridcell" class="c-trigger muted cut">${run.trigger?.type ?? ''}</span>
    <span
      role="gridcell"
      class="c-error cut ${error ? '' : 'none'}"
      title=${run.error?.message ?? ''}
      >${run.error?.type ? html`<b>${run.error.type}</b> ` : nothing}<span class="muted"
        >${error}</span
      ></span
    >`;
}

/** Against what is usual for its workflow: the mark stands where nineteen of twenty are done. */
function bar(run: RunItem, length: number | null, usualMs: number) {
  if (length === null || !usualMs) return nothing;
  const share = Math.min(1, length / (usualMs * 1.25));
  const title = `${duration(length)}; p95 of the workflow: ${duration(usualMs)}`;
  return html`<span class="meter" title=${title}
    ><span class="fill ${run.status}" .style=${`width:${Math.max(2, share * 100)}%`}></span
    ><span class="usual"></span
  ></span>`;
}

interface Start {
  readonly zone: string;
  readonly day: string;
  readonly clock: string;
  readonly title: string;
}

/** Times as they were written: a row that scrolls is drawn in every frame, and writing them is slow. */
const starts = new WeakMap<RunItem, Start>();

function startOf(run: RunItem, ms: number): Start {
  const known = starts.get(run);
  if (known?.zone === zoneName()) return known;
  const made = { zone: zoneName(), day: shortDate(ms), clock: time(ms), title: fully(ms) };
  starts.set(run, made);
  return made;
}

/** Without the year, where it is this one by the clocks of the screen's zone. */
function shortDate(ms: number): string {
  const day = date(ms);
  return day.slice(0, 4) === date(now()).slice(0, 4) ? day.slice(5) : day.slice(2);
}

/** The end of an id tells more than its beginning, which is a time or the same in all. */
function shortId(run: RunItem): string {
  const own = run.externalId;
  if (own === null) return `…${run.id.slice(-8)}`;
  return own.length > 12 ? `${own.slice(0, 5)}…${own.slice(-6)}` : own;
}

function firstLine(text: string): string {
  const end = text.indexOf('\n');
  return end < 0 ? text : text.slice(0, end);
}
