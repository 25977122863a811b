import { html, nothing, type TemplateResult } from 'lit';
import type { ExecutionItem } from '../api/types';
import { isOver, statusWord } from '../api/status';
import { statusIcon } from '../look/status';
import { href } from '../route/router';
import { now } from '../time/clock';
import { ago, duration } from '../time/duration';
import { date, fully, time } from '../time/zone';

/** How long it took, or takes so far. */
export function lengthOf(run: ExecutionItem): number | null {
  if (run.durationMs !== null) return run.durationMs;
  if (isOver(run.status) || run.status === 'pending') return null;
  return Math.max(0, now() - Date.parse(run.startedAt));
}

/** One execution in the list: its shape first. */
export function runRow(run: ExecutionItem, usualMs: number | undefined): TemplateResult {
  const started = Date.parse(run.startedAt);
  const length = lengthOf(run);
  return html`<span role="gridcell" class="c-status" title=${statusWord(run.status)}
      >${statusIcon(run.status)}</span
    >
    <span role="gridcell" class="c-workflow cut"
      ><a href=${href('execution', run.id)}>${run.workflowName || run.workflowId}</a>${
        run.workflowVersion ? html` <span class="muted num">${run.workflowVersion}</span>` : nothing
      }</span
    >
    <span role="gridcell" class="c-id mono muted cut" title=${run.externalId ?? run.id}
      >${shortId(run)}</span
    >
    <span role="gridcell" class="c-start num" title=${fully(started)}
      ><span class="date muted">${date(started)}</span> ${time(started)}</span
    >
    <span role="gridcell" class="c-ago num muted">${ago(now() - started)}</span>
    <span role="gridcell" class="c-duration num">${duration(length)}</span>
    <span role="gridcell" class="c-bar">${bar(run, length, usualMs)}</span>
    <span role="gridcell" class="c-attempt num muted"
      >${run.attempt > 1 ? html`<span title="attempt ${run.attempt}">↻ ${run.attempt}</span>` : nothing}</span
    >
    <span role="gridcell" class="c-trigger muted cut">${run.trigger?.type ?? ''}</span>
    <span role="gridcell" class="c-error cut" title=${run.error?.message ?? ''}
      >${run.error?.type ? html`<b>${run.error.type}</b> ` : nothing}<span class="muted"
        >${firstLine(run.error?.message ?? run.statusReason ?? '')}</span
      ></span
    >`;
}

/** Against what is usual for its workflow: the mark stands where nineteen of twenty are done. */
function bar(run: ExecutionItem, length: number | null, usualMs: number | undefined) {
  if (length === null) return nothing;
  const full = usualMs ? usualMs * 1.25 : length * 1.25 || 1;
  const share = Math.min(1, length / full);
  const title = usualMs ? `${duration(length)}; p95 of the workflow: ${duration(usualMs)}` : '';
  return html`<span class="meter" title=${title}
    ><span class="fill ${run.status}" .style=${`width:${Math.max(2, share * 100)}%`}></span
    >${usualMs ? html`<span class="usual"></span>` : nothing}</span
  >`;
}

/** The end of an id tells more than its beginning, which is a time. */
function shortId(run: ExecutionItem): string {
  return run.externalId ?? `…${run.id.slice(-8)}`;
}

function firstLine(text: string): string {
  const end = text.indexOf('\n');
  return end < 0 ? text : text.slice(0, end);
}
