import { html, type TemplateResult } from 'lit';
import { asProblem } from '../api/problem';
import { drawBar } from '../chart/bars';
import type { Mark } from '../chart/plot';
import { count, type Table } from '../chart/table';
import { counted } from '../look/amounts';
import { colour } from '../look/theme';
import { now } from '../time/clock';
import { ago } from '../time/duration';
import { fully } from '../time/zone';
import { spanOf } from './buckets';
import { runsHref } from './links';
import { drawHollow } from './over-time';
import { Panel } from './panel';
import {
  errorGroups,
  setState,
  type ErrorGroup,
  type ErrorGroups,
  type GroupState,
} from './requests';
import type { Scope } from './scope';

const MOST = 20;

/** What can be done in each state; what was done is undone at the same place. */
const DEEDS: Record<GroupState, readonly (readonly [GroupState, string])[]> = {
  open: [
    ['resolved', 'Resolve'],
    ['ignored', 'Ignore'],
  ],
  resolved: [['open', 'Reopen']],
  ignored: [['open', 'Reopen']],
};

/** Failures that are alike, those that are most first. */
class ErrorsPanel extends Panel<ErrorGroups> {
  readonly name = 'errors';
  readonly heading = 'Top errors';
  protected override readonly none = 'Nothing failed';

  #refused = '';

  /** Those that somebody has dealt with come last, until they fail again. */
  protected async load(scope: Scope): Promise<ErrorGroups> {
    const answer = await errorGroups(scope);
    const open = answer.items.filter((it) => it.state === 'open').slice(0, MOST);
    return { ...answer, items: [...open, ...answer.items.filter((it) => it.state !== 'open')] };
  }

  protected override note(): string {
    return this.#refused;
  }

  protected table({ items }: ErrorGroups, scope: Scope): Table {
    return {
      columns: [
        ['Message', 'text'],
        ['Type', 'text'],
        ['Node', 'text'],
        ['Count', 'count'],
        ['First seen', 'time'],
        ['Last seen', 'time'],
        ['State', 'text'],
      ],
      rows: items.map((it) => ({
        cells: [
          firstLine(it),
          it.errorType,
          it.failedNode,
          it.count,
          Date.parse(it.firstSeenAt),
          Date.parse(it.lastSeenAt),
          it.state,
        ],
        href: runsHref(scope, { fingerprint: it.fingerprint }),
      })),
    };
  }

  protected draw(data: ErrorGroups, scope: Scope): TemplateResult {
    return html`<ul class="errors" aria-label="Top errors" tabindex="0">
      ${data.items.map((it) => this.#group(it, data, scope))}
    </ul>`;
  }

  #group(group: ErrorGroup, data: ErrorGroups, scope: Scope): TemplateResult {
    const { fingerprint, errorType, failedNode, firstSeenAt, lastSeenAt, state } = group;
    const message = firstLine(group);
    const [first, last] = [Date.parse(firstSeenAt), Date.parse(lastSeenAt)];
    return html`<li class=${state}>
      <a class="cut" title=${message} href=${runsHref(scope, { fingerprint })}>${message}</a>
      <hs-plot
        .drawing=${{
          label: `${message}: ${counted(group.count, 'time')}`,
          height: 24,
          paint: (pen: CanvasRenderingContext2D, width: number) =>
            sparkline(pen, width, group, data, scope),
        }}
      ></hs-plot>
      <strong class="num">${count(group.count)} ×</strong>
      <span class="muted num cut"
        >${[errorType, failedNode].filter(Boolean).join(' at ')},
        <span title=${fully(first)}>first ${ago(now() - first)}</span>,
        <span title=${fully(last)}>last ${ago(now() - last)}</span></span
      >
      <span class="deeds"
        ><span class="muted" role="status">${state === 'open' ? '' : state}</span> ${DEEDS[
          state
        ].map(
          ([to, word]) =>
            html`<button
              class="quiet"
              aria-label="${word}: ${message}"
              @click=${(e: Event) => void this.#set(e, group, to)}
            >
              ${word}
            </button>`,
        )}</span
      >
    </li>`;
  }

  async #set(event: Event, group: ErrorGroup, state: GroupState): Promise<void> {
    const deeds = (event.target as HTMLElement).closest('.deeds');
    this.#refused = '';
    try {
      await setState(group.fingerprint, state);
      group.state = state;
    } catch (thrown) {
      const { title, detail, status, requestId } = asProblem(thrown);
      this.#refused = ['Not changed:', title, detail, status || '', requestId].join(' ');
    }
    this.requestUpdate();
    await this.updateComplete;
    deeds?.querySelector('button')?.focus();
  }
}

function firstLine({ message, errorType, fingerprint }: ErrorGroup): string {
  return (message ?? '').split('\n', 1)[0] || errorType || fingerprint;
}

/** How often it came, over the range. */
function sparkline(
  pen: CanvasRenderingContext2D,
  width: number,
  { trend, fingerprint }: ErrorGroup,
  { trendFrom, trendPartMs }: ErrorGroups,
  scope: Scope,
): Mark[][] {
  const most = Math.max(1, ...trend);
  const part = width / Math.max(1, trend.length);
  pen.fillStyle = colour('hairline');
  pen.fillRect(0, 23, width, 1);
  return trend.map((n, i) => {
    if (n === 0) return [];
    const from = Date.parse(trendFrom) + i * trendPartMs;
    const to = from + trendPartMs;
    const height = Math.max(2, (n / most) * 20);
    const bar = { x: i * part, y: 23 - height, width: Math.min(5, Math.max(2, part - 1)), height };
    const isPartial = to > scope.to;
    if (isPartial) drawHollow(pen, 'failed', bar);
    else drawBar(pen, 'failed', bar.x, bar.y, bar.width, height);
    const text = `${counted(n, 'time')}\n${spanOf({ from, to, isPartial })}`;
    return [{ ...bar, text, href: runsHref(scope, { fingerprint, from, to }) }];
  });
}

customElements.define('hs-errors-panel', ErrorsPanel);
