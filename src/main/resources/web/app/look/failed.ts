import { html, nothing, type TemplateResult } from 'lit';
import type { Problem } from '../api/problem';
import { icon } from './icons';

/**
 * A part of a screen that could not be read: what failed, why, by which request, and a way to try
 * again where that may help.
 */
export function failed(
  problem: Problem,
  again: (() => void) | null = null,
  title = problem.title || problem.message,
): TemplateResult {
  const why = title === problem.title ? '' : problem.title;
  return html`<div class="notice" role="alert">
    <strong>${title}</strong>
    <p>${[why, problem.detail].filter(Boolean).join(': ')}</p>
    <p class="num">${problem.status || ''} ${problem.requestId}</p>
    ${
      again && !problem.isGone
        ? html`<button @click=${again}>${icon('retry')} Try again</button>`
        : nothing
    }
  </div>`;
}
