import { html, nothing, type TemplateResult } from 'lit';
import type { Problem } from '../api/problem';
import { icon } from '../look/icons';
import { dateTime } from '../time/zone';

/** What cannot be shown, and why: what retention removed is told as such. */
export function missing(problem: Problem, again: () => void): TemplateResult {
  const shown = problem;
  const removed = shown.members['removedAt'];
  return html`<div class="notice" role="alert">
    <strong>${shown.isGone ? 'This execution was removed' : shown.title}</strong>
    <p>
      ${
        shown.isGone && typeof removed === 'string'
          ? `On ${dateTime(Date.parse(removed))}, by the policy ${String(shown.members['policy'] ?? 'of its time')}.`
          : shown.detail
      }
    </p>
    <p class="num">${shown.status || ''} ${shown.requestId}</p>
    ${shown.isGone ? nothing : html`<button @click=${again}>${icon('retry')} Try again</button>`}
  </div>`;
}
