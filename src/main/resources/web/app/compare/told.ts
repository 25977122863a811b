import { html, nothing, type TemplateResult } from 'lit';
import type { Problem } from '../api/problem';
import { icon } from '../look/icons';
import { dateTime } from '../time/zone';

/** What cannot be shown, and why; what was removed is not asked for again. */
export function told(
  title: string,
  problem: Problem,
  again: (() => void) | null = null,
): TemplateResult {
  const removed = problem.members['removedAt'];
  return html`<div class="notice" role="alert">
    <strong>${title}</strong>
    <p>
      ${problem.title}${problem.detail ? html`: ${problem.detail}` : nothing}
      ${
        typeof removed === 'string'
          ? `On ${dateTime(Date.parse(removed))}, by the policy ${String(problem.members['policy'] ?? 'of its time')}.`
          : nothing
      }
    </p>
    <p class="num">${problem.status || ''} ${problem.requestId}</p>
    ${
      again && !problem.isGone
        ? html`<button @click=${again}>${icon('retry')} Try again</button>`
        : nothing
    }
  </div>`;
}
