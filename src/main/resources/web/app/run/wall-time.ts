import { html, nothing, type TemplateResult } from 'lit';
import type { Execution } from '../api/types';
import { now } from '../time/clock';
import { duration } from '../time/duration';
import type { Span } from './axis';
import { splitOf } from './coverage';

const PARTS = ['queued', 'running', 'waiting'] as const;

/** Of the time that a run took: how long it was queued, ran, and waited. */
export function spent(execution: Execution, coverage: readonly Span[]): TemplateResult {
  const from = Date.parse(execution.startedAt);
  const queued = execution.queuedAt ? Date.parse(execution.queuedAt) : null;
  const to = from + (wallTime(execution) ?? 0);
  const split = splitOf(coverage, queued, { from, to });
  const whole = split.queued + split.running + split.waiting;
  const known = PARTS.filter((it) => split[it] > 0);
  // Its place is kept until steps are known, so that nothing moves when they are.
  return html`<div class="spent">
    <dt>Spent</dt>
    <dd class="num">
      ${
        whole === 0 || coverage.length === 0
          ? nothing
          : html`<span class="split" aria-hidden="true"
                >${known.map(
                  (it) =>
                    html`<i class="part-${it}" .style=${`flex-grow:${split[it] / whole}`}></i>`,
                )}</span
              >${known.map((it) => `${it} ${duration(split[it])}`).join(' · ')}`
      }
    </dd>
  </div>`;
}

/** How long a run took, or takes so far. */
export function wallTime(execution: Execution): number | null {
  if (execution.durationMs !== null) return execution.durationMs;
  return execution.status === 'running' ? now() - Date.parse(execution.startedAt) : null;
}
