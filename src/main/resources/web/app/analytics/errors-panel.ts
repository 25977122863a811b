import { html, nothing, type TemplateResult } from 'lit';
import { asProblem } from '../api/problem';
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

const DEEDS: readonly (readonly [GroupState, string])[] = [
  ['resolved', 'Resolve'],
  ['ignored', 'Ignore'],
  ['open', 'Reopen'],
];

/** What was done last, and can be undone. */
interface Done {
  readonly group: ErrorGroup;
  readonly state: GroupState;
}

/** Failures that are alike, those that are most first. */
class ErrorsPanel extends Panel<ErrorGroups> {
  readonly name = 'errors';
  readonly heading = 'Top errors';

  #done: Done | null = null;
  #refused = '';
  /** What was changed here: it stays where it is until something else is asked for. */
  #changed = new Map<string, ErrorGroup>();
  #shown = '';

  protected override question(): string {
    const state = route.value.query.get('state') ?? '';
    return (STATES as readonly string[]).includes(state) ? state : 'open';
  }

  protected async load(scope: Scope): Promise<ErrorGroups> {
    const shown = `${scope.question}\n${this.question()}`;
    if (shown !== this.#shown) this.#changed.clear();
    const before = this.#shown === shown ? (this.answer.known?.data.items ?? []) : [];
    this.#shown = shown;
    const answer = await errorGroups(scope, this.question());
    const items = [...answer.items];
    before.forEach((it, i) => {
      const isMissing = !items.some(({ fingerprint }) => fingerprint === it.fingerprint);
      if (this.#changed.has(it.fingerprint) && isMissing) items.splice(i, 0, it);
    });
    return { ...answer, items };
  }

  protected isEmpty({ items }: ErrorGroups): boolean {
    return items.length === 0 && this.question() === 'open';
  }

  protected override nothing(): string {
    return 'No open failures';
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
        <ul>
          ${data.items.map((it) => this.#group(it, data, scope))}
        </ul>
        ${data.items.length ? nothing : html`<p class="muted">None is ${this.question()}.</p>`}
      </div>
      <p class="done" role="status">${this.#undo()}</p>`;
  }

  #stateOf(group: ErrorGroup): GroupState {
    return this.#changed.get(group.fingerprint)?.state ?? group.state;
  }

  #group(group: ErrorGroup, data: ErrorGroups, scope: Scope): TemplateResult {
    const { fingerprint, errorType, failedNode, firstSeenAt, lastSeenAt } = group;
    const state = this.#stateOf(group);
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
        >${[errorType, failedNode].filter(Boolean).join(' at ')}
        <span title=${fully(first)}>first ${ago(now() - first)}</span>,
        <span title=${fully(last)}>last ${ago(now() - last)}</span></span
      >
      <span class="deeds"
        >${state === 'open' ? nothing : html`<span class="muted">${state}</span>`}
        ${DEEDS.filter(([it]) => it !== state && (state === 'open' || it === 'open')).map(
          ([to, word]) =>
            html`<button
              class="quiet"
              aria-label="${word}: ${message}"
              @click=${() => void this.#set(group, to)}
            >
              ${word}
            </button>`,
        )}</span
      >
    </li>`;
  }

  #undo(): TemplateResult | string {
    if (this.#refused) return this.#refused;
    const done = this.#done;
    if (!done) return '';
    const word = done.state === 'open' ? 'reopened' : done.state;
    return html`<span class="cut">${firstLine(done.group)}</span> is ${word}.
      <button @click=${() => void this.#set(done.group, done.group.state, true)}>Undo</button>`;
  }

  async #set(group: ErrorGroup, state: GroupState, isUndo = false): Promise<void> {
    this.#refused = '';
    const before = { ...group, state: this.#stateOf(group) };
    this.#changed.set(group.fingerprint, { ...group, state });
    this.requestUpdate();
    try {
      await setState(group.fingerprint, state);
      this.#done = isUndo ? null : { group: before, state };
    } catch (thrown) {
      this.#changed.set(group.fingerprint, before);
      const { message, status, requestId } = asProblem(thrown);
      this.#refused = `Not changed: ${message} (${[status || '', requestId].join(' ').trim()})`;
    }
    this.requestUpdate();
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
    const tall = Math.max(2, (n / most) * 20);
    const bar = { x: i * part, y: 23 - tall, width: Math.max(2, part - 1), height: tall };
    pen.fillStyle = colour('failed');
    if (to > scope.to) drawHollow(pen, 'failed', bar);
    else pen.fillRect(bar.x, bar.y, bar.width, tall);
    const text = `${count(n)} from ${dateTime(from).slice(0, 16)}\nto ${dateTime(to).slice(0, 16)}`;
    return [{ ...bar, text, href: runsHref(scope, { fingerprint, from, to }) }];
  });
}

customElements.define('hs-errors-panel', ErrorsPanel);
