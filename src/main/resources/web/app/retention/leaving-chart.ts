import { html, svg, type TemplateResult } from 'lit';
import { count } from '../look/amounts';
import { sheet } from '../look/sheet';
import { date, dateTime } from '../time/zone';
import type { Leaving } from './forecast';

const HEIGHT = 40;

/** "What will be gone when": bars from now on, and all of it as a table. */
export function leavingChart(bars: readonly Leaving[]): TemplateResult | string {
  const first = bars[0];
  const last = bars.at(-1);
  if (!first || !last) return '';
  const total = bars.reduce((sum, it) => sum + it.count, 0);
  return html`<figure class="leaving">
    <figcaption><b>About to be gone</b> ${count(total)} by ${date(last.to)}</figcaption>
    ${total > 0 ? drawn(bars, first.from, last.to) : ''}
    <p class="muted small">
      An estimate, by the start: age counts from the end, or from the import. What is older is not
      drawn; what an earlier policy decides on is.
    </p>
    ${
      total > 0
        ? html`<details>
            <summary>As table</summary>
            ${sheet(
              'About to be gone',
              [
                ['From', 'num'],
                ['Until', 'num'],
                ['About', 'num right'],
              ],
              bars
                .filter((it) => it.count > 0)
                .map((it) => [dateTime(it.from), dateTime(it.to), count(it.count)]),
            )}
          </details>`
        : ''
    }
  </figure>`;
}

function drawn(bars: readonly Leaving[], from: number, to: number): TemplateResult {
  const most = Math.max(...bars.map((it) => it.count));
  return html`<svg
      viewBox=${`0 0 ${bars.length} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label="Executions that reach their age until ${date(to)}, as in the table below"
    >
      ${bars.map((bar, i) => {
        const height = bar.count && Math.max(1, (bar.count / most) * HEIGHT);
        return svg`<rect x=${i + 0.08} y=${HEIGHT - height} width="0.84" height=${height}><title>${date(bar.from)} to ${date(bar.to)}: about ${count(bar.count)}</title></rect>`;
      })}
    </svg>
    <div class="ends num muted">
      <span>now</span><span>${date((from + to) / 2)}</span><span>${date(to)}</span>
    </div>`;
}
