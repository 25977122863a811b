import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { statusWord } from '../api/status';
import type { Status } from '../api/types';
import { SHAPES, type Part } from './shapes';

const SIGNS = new Map(
  Object.entries(SHAPES).map(([status, parts]) => [status as Status, parts.map(drawn)]),
);

function drawn({ d, paint, line, dash }: Part): SVGTemplateResult {
  const colour = paint === 'own' ? 'currentColor' : 'var(--page)';
  return line
    ? svg`<path d=${d} fill="none" stroke=${colour} stroke-width=${line} stroke-dasharray=${dash ?? nothing} />`
    : svg`<path d=${d} fill=${colour} />`;
}

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
    ${SIGNS.get(status) ?? SIGNS.get('pending')}
  </svg>`;
}
