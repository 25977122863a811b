import { html, nothing, type TemplateResult } from 'lit';
import type { Execution } from '../api/types';
import { now } from '../time/clock';
import { duration } from '../time/duration';
import type { Span } from './axis';
import { splitOf } from './coverage';

const PARTS = ['queued', 'running', 'waiting'] as const;

/** How long a run took, and of that how long it was queued, ran, and waited. */
export function wallTime(execution: Execution, coverage: readonly Span[]): TemplateResult {
  const length = lengthOf(execution);
  const from = Date.parse(execution.startedAt);
  const queued = execution.queuedAt ? Date.parse(execution.queuedAt) : null;
  const split = splitOf(coverage, queued, { from, to: from + (length ?? 0) });
  const whole = split.queued + split.running + split.waiting;
  const known = PARTS.filter((it) => split[it] > 0);
  return html`<dt>Wall time</dt>
    <dd class="num">
      <span class="large">${duration(length) || '–'}</span>
      ${
        whole > 0 && coverage.length > 0
          ? html`<span class="split" aria-hidden="true"
                >${known.map(
                  (it) =>
                    html`<i class="part-${it}" .style=${`flex-grow:${split[it] / whole}`}></i>`,
                )}</span
              ><span class="muted"
                >${known.map((it) => `${it} ${duration(split[it])}`).join(' · ')}</span
              >`
          : nothing
      }
    </dd>`;
}

function lengthOf(execution: Execution): number | null {
  if (execution.durationMs !== null) return execution.durationMs;
  return execution.status === 'running' ? now() - Date.parse(execution.startedAt) : null;
}
