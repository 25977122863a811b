import { html, nothing, type TemplateResult } from 'lit';
import type { Problem } from '../api/problem';
import { href } from '../route/router';
import { dateTime, fully, offset, zoneName } from '../time/zone';
import { reference } from './failed';
import { icon } from './icons';

/**
 * What cannot be shown, and why: what retention removed is told as such.
 *
 * @param whole whether it stands in for a whole screen, and not for a part that has a title above
 */
export function missing(problem: Problem, again: () => void, whole = false): TemplateResult {
  const title = titleOf(problem);
  return html`<div class="notice" role="alert">
    ${whole ? html`<h1>${title}</h1>` : html`<strong>${title}</strong>`} ${reason(problem)}
    ${reference(problem)}
    <p class="ways">
      ${
        problem.isGone
          ? html`<a href=${href('retention')}>What is kept, and for how long</a>`
          : html`<button @click=${again}>${icon('retry')} Try again</button>`
      }
      <a href=${href('executions')}>All executions</a>
    </p>
  </div>`;
}

function titleOf(problem: Problem): string {
  if (problem.isGone) return 'This execution was removed';
  return problem.status === 404 ? 'There is no such execution' : problem.title;
}

function reason({ isGone, status, detail, members }: Problem): TemplateResult | typeof nothing {
  const at = Date.parse(String(members['removedAt']));
  if (isGone && at) {
    // When and by which rule, as precisely as it is still known.
    const policy = members['policy'];
    return html`<p>
      Removed on <b title=${fully(at)}>${dateTime(at)}</b> ${zoneName()} (${offset(at)}) by
      ${policy ? html`the retention policy <b>${policy}</b>` : 'retention'}.
    </p>`;
  }
  if (status !== 404) return detail ? html`<p>${detail}</p>` : nothing;
  return html`<p>
    Nothing was reported by this id, or it was purged by hand, or removed more than 90 days ago. A
    key sees its own namespace alone.
  </p>`;
}
