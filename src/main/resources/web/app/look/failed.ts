import { html, nothing, type TemplateResult } from 'lit';
import type { Problem } from '../api/problem';
import { icon } from './icons';

/** By which somebody else finds what went wrong; nothing where no answer came. */
export function reference({ status, requestId }: Problem): TemplateResult | typeof nothing {
  return status ? html`<p class="num">${status} ${requestId}</p>` : nothing;
}

/**
 * A part of a screen that could not be read: what failed, why, by which request, and a way to try
 * again where that may help.
 */
export function failed(
  problem: Problem,
  again: (() => void) | null = null,
  title = problem.title || problem.message,
): TemplateResult {
  const why = [title === problem.title ? '' : problem.title, problem.detail].filter(Boolean);
  return html`<div class="notice" role="alert">
    <strong>${title}</strong>
    ${why.length > 0 ? html`<p>${why.join(': ')}</p>` : nothing} ${reference(problem)}
    ${
      again && !problem.isGone
        ? html`<button @click=${again}>${icon('retry')} Try again</button>`
        : nothing
    }
  </div>`;
}
