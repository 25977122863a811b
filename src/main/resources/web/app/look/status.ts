import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { statusWord } from '../api/status';
import type { Status } from '../api/types';

/** A shape of its own for each status, so that none is told by its colour alone. */
const SHAPES: Record<Status, SVGTemplateResult> = {
  completed: svg`<circle cx="8" cy="8" r="7" fill="currentColor"/><path d="M4.8 8.2l2.2 2.2 4.2-4.6" fill="none" stroke="var(--page)" stroke-width="1.7"/>`,
  failed: svg`<path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z" fill="currentColor"/><path d="M8 4v5M8 11v1.6" stroke="var(--page)" stroke-width="1.8"/>`,
  crashed: svg`<path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z" fill="currentColor"/><path d="M9.2 3L5 8.8h2.6L6.8 13 11 7.2H8.4z" fill="var(--page)"/>`,
  running: svg`<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="28 10"/><path d="M6.5 5.2L11 8l-4.5 2.8z" fill="currentColor"/>`,
  timed_out: svg`<path d="M3 1.5h10M3 14.5h10M4.5 1.5c0 4 7 5 7 13M11.5 1.5c0 4-7 5-7 13" fill="none" stroke="currentColor" stroke-width="1.6"/>`,
  cancelled: svg`<rect x="1.8" y="1.8" width="12.4" height="12.4" rx="2" fill="none" stroke="currentColor" stroke-width="1.8"/><path d="M4.4 11.6l7.2-7.2" stroke="currentColor" stroke-width="1.8"/>`,
  pending: svg`<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.8"/>`,
  skipped: svg`<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.8" stroke-dasharray="3 3"/>`,
};

/** The sign of a status; with its word beside it, the word need not be read twice. */
export function statusIcon(status: Status, named = true): TemplateResult {
  const word = statusWord(status);
  return html`<svg
    class="icon status ${status}"
    viewBox="0 0 16 16"
    role=${named ? 'img' : 'presentation'}
    aria-label=${named ? word : ''}
    aria-hidden=${named ? 'false' : 'true'}
  >
    ${SHAPES[status] ?? SHAPES.pending}
  </svg>`;
}
