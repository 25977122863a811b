import { html, nothing, svg, type TemplateResult } from 'lit';
import { count } from '../look/bytes';
import { date, dateTime } from '../time/zone';
import { within, type Forecast, type Leaving } from './forecast';

const DAY = 86_400_000;
const HEIGHT = 40;

/** "What will be gone when": bars from now on, their sums in words, and all of it as a table. */
export function leavingChart(forecast: Forecast, now: number, several: boolean): TemplateResult {
  const { bars, until, earlier } = forecast;
  const total = bars.reduce((sum, it) => sum + it.count, 0);
  const spans = [1, 7, 30, 90, 365].filter((days) => now + days * DAY < until);
  const told = [
    ...spans.map((days) => [`${days} ${days === 1 ? 'day' : 'days'}`, now + days * DAY] as const),
    [`all by ${date(until)}`, until] as const,
  ];
  return html`<figure class="leaving">
    <figcaption>
      <b>About to be gone</b>
      ${told.map(
        ([word, at]) =>
          html`<span
            ><span class="muted">${word}</span>
            <span class="num">${count(at === until ? total : within(bars, at))}</span></span
          >`,
      )}
    </figcaption>
    ${total > 0 ? drawn(bars, now, until) : nothing}
    <p class="muted small">
      An estimate: by the start, while age counts from the end, and for imported executions from the
      import.
      ${
        earlier > 0
          ? `Not drawn: ${count(earlier)} that started before, due now or imported later.`
          : nothing
      }
      ${several ? 'What an earlier policy decides on is counted here too.' : nothing}
    </p>
    ${total > 0 ? table(bars) : nothing}
  </figure>`;
}

function drawn(bars: readonly Leaving[], now: number, until: number): TemplateResult {
  const most = Math.max(1, ...bars.map((it) => it.count));
  return html`<svg
      viewBox=${`0 0 ${Math.max(1, bars.length)} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label="Executions that reach their age, from now until ${date(until)}; the table below has the numbers"
    >
      ${bars.map((bar, i) => {
        const height = bar.count === 0 ? 0 : Math.max(1, (bar.count / most) * HEIGHT);
        return svg`<rect x=${i + 0.08} y=${HEIGHT - height} width="0.84" height=${height}><title>${date(bar.from)} to ${date(bar.to)}: about ${count(bar.count)}</title></rect>`;
      })}
    </svg>
    <div class="ends num muted">
      <span>now</span><span>${date((now + until) / 2)}</span><span>${date(until)}</span>
    </div>`;
}

function table(bars: readonly Leaving[]): TemplateResult {
  return html`<details>
    <summary>As table</summary>
    <table>
      <thead>
        <tr>
          <th>From</th>
          <th>Until</th>
          <th class="right">About</th>
        </tr>
      </thead>
      <tbody>
        ${bars
          .filter((it) => it.count > 0)
          .map(
            (it) =>
              html`<tr class="num">
                <td>${dateTime(it.from)}</td>
                <td>${dateTime(it.to)}</td>
                <td class="right">${count(it.count)}</td>
              </tr>`,
          )}
      </tbody>
    </table>
  </details>`;
}
