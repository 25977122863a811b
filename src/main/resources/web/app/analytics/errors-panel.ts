import { html, type TemplateResult } from 'lit';
import { asProblem } from '../api/problem';
import { drawBar } from '../chart/bars';
import type { Mark } from '../chart/plot';
import { count, type Table } from '../chart/table';
import { colour } from '../look/theme';
import { adjust, route } from '../route/router';
import { now } from '../time/clock';
import { ago } from '../time/duration';
import { dateTime, fully } from '../time/zone';
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

const STATES = ['open', 'resolved', 'ignored', 'all'] as const;

/** Failures that are alike, those that are most first. */
class ErrorsPanel extends Panel<ErrorGroups> {
  readonly name = 'errors';
  readonly heading = 'Top errors';
  protected override readonly none = 'No such errors';

  #refused = '';
  /** What was changed here: it stays where it is until something else is asked for. */
  readonly #changed = new Map<string, GroupState>();
  #asked = '';

  protected override question(): string {
    const state = route.value.query.get('state') ?? '';
    return (STATES as readonly string[]).includes(state) ? state : 'open';
  }

  protected async load(scope: Scope): Promise<ErrorGroups> {
    const asked = `${scope.question}\n${this.question()}`;
    if (asked !== this.#asked) this.#changed.clear();
    this.#asked = asked;
    const answer = await errorGroups(scope, this.question());
    const items = [...answer.items];
    this.answer.known?.data.items.forEach((it, i) => {
      const isThere = items.some(({ fingerprint }) => fingerprint === it.fingerprint);
      if (this.#changed.has(it.fingerprint) && !isThere) items.splice(i, 0, it);
    });
    return { ...answer, items };
  }

  protected override note(): TemplateResult {
    const state = this.question();
    return html`<select
      aria-label="State of the errors"
      @change=${(e: Event) => adjust({ state: (e.target as HTMLSelectElement).value })}
    >
      ${STATES.map((it) => html`<option value=${it} .selected=${it === state}>${it}</option>`)}
    </select>`;
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
        ['Fingerprint', 'text'],
      ],
      rows: items.map((it) => ({
        cells: [
          firstLine(it),
          it.errorType,
          it.failedNode,
          it.count,
          Date.parse(it.firstSeenAt),
          Date.parse(it.lastSeenAt),
          this.#stateOf(it),
          it.fingerprint,
        ],
        href: runsHref(scope, { fingerprint: it.fingerprint }),
      })),
    };
  }

  protected draw(data: ErrorGroups, scope: Scope): TemplateResult {
    return html`<div class="errors" role="region" aria-label="Top errors" tabindex="0">
      <p role="alert">${this.#refused}</p>
      <ul>
        ${data.items.map((it) => this.#group(it, data, scope))}
      </ul>
    </div>`;
  }

  #stateOf({ fingerprint, state }: ErrorGroup): GroupState {
    return this.#changed.get(fingerprint) ?? state;
  }

  #group(group: ErrorGroup, data: ErrorGroups, scope: Scope): TemplateResult {
    const { fingerprint, errorType, failedNode, firstSeenAt, lastSeenAt } = group;
    const state = this.#stateOf(group);
    const deeds: [GroupState, string][] =
      state !== group.state
        ? [[group.state, 'Undo']]
        : state === 'open'
          ? [
              ['resolved', 'Resolve'],
              ['ignored', 'Ignore'],
            ]
          : [['open', 'Reopen']];
    const message = firstLine(group);
    const [first, last] = [Date.parse(firstSeenAt), Date.parse(lastSeenAt)];
    return html`<li class=${state}>
      <a class="cut" title=${message} href=${runsHref(scope, { fingerprint })}>${message}</a>
      <hs-plot
        .drawing=${{
          label: `${message}: ${group.count} times`,
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
        ><span class="muted" role="status">${state === 'open' ? '' : state}</span> ${deeds.map(
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

  /** What was done can be undone where it was done. */
  async #set(event: Event, { fingerprint, state }: ErrorGroup, to: GroupState): Promise<void> {
    const place = (event.target as HTMLElement).closest('.deeds');
    this.#refused = '';
    try {
      await setState(fingerprint, to);
      if (to === state) this.#changed.delete(fingerprint);
      else this.#changed.set(fingerprint, to);
    } catch (thrown) {
      const { title, detail, status, requestId } = asProblem(thrown);
      this.#refused = ['Not changed:', title, detail, status || '', requestId].join(' ');
    }
    this.requestUpdate();
    await this.updateComplete;
    place?.querySelector('button')?.focus();
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
    const bar = { x: i * part, y: 23 - height, width: Math.max(2, part - 1), height };
    if (to > scope.to) drawHollow(pen, 'failed', bar);
    else drawBar(pen, 'failed', bar.x, bar.y, bar.width, height);
    const text = `${count(n)} from ${dateTime(from).slice(0, 16)}\nto ${dateTime(to).slice(0, 16)}`;
    return [{ ...bar, text, href: runsHref(scope, { fingerprint, from, to }) }];
  });
}

customElements.define('hs-errors-panel', ErrorsPanel);
