import { html, nothing, type TemplateResult } from 'lit';
import { View } from '../base/view';
import type { Rows } from '../list/rows';
import { statusWord } from '../api/status';
import { count, counted } from '../look/amounts';
import { statusIcon } from '../look/status';
import { adjust, route } from '../route/router';
import { onKeys } from '../shell/keys';
import { now } from '../time/clock';
import { duration } from '../time/duration';
import { fully, zone } from '../time/zone';
import { kept } from './kept';
import { lengthOf, visitId, type Visit } from '../step/visits';
import '../list/rows';

/** The order of columns: what stands above each, and by what it is sorted. */
const COLUMNS = [
  ['status', 'Status', (it) => it.status],
  ['name', 'Step', (it) => it.name],
  ['key', 'Key', (it) => it.key],
  ['attempt', 'Attempt', (it) => it.attempt],
  ['start', 'Starts at', (it) => it.start ?? Infinity],
  ['queued', 'Queued', (it) => queuedFor(it) ?? -1],
  ['length', 'Duration', (it) => lengthOf(it, now()) ?? -1],
] as const satisfies readonly (readonly [string, string, (it: Visit) => string | number])[];

type Column = (typeof COLUMNS)[number];

/** The same steps as words and numbers: what the drawing shows, for everybody. */
class Steps extends View {
  static override properties = {
    visits: { attribute: false },
    from: { attribute: false },
    selected: { attribute: false },
  };

  declare visits: readonly Visit[];
  declare from: number;
  declare selected: string;

  /** There may be very many. */
  readonly #sorted = kept(sorted);

  constructor() {
    super();
    this.watch(route);
    this.watch(zone);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.until(onKeys({ '/': () => this.querySelector('input')?.focus() }));
  }

  protected override render(): TemplateResult {
    const { query } = route.value;
    const find = query.get('find')?.toLowerCase() ?? '';
    const visits = this.#sorted(this.visits, find, ...this.#order);
    const rows: Rows = {
      count: visits.length,
      height: 28,
      label: 'Steps',
      key: (i) => visitId(visits[i]?.key ?? '', visits[i]?.attempt ?? 1),
      row: (i) => this.#row(visits[i] as Visit),
    };
    return html`<div class="steps">
      <div class="bar">
        <input
          type="search"
          placeholder="Name or status (/)"
          aria-label="Find steps"
          .value=${query.get('find') ?? ''}
          @input=${(e: Event) => adjust({ find: (e.target as HTMLInputElement).value })}
        />
        <span class="muted num" role="status">${counted(visits.length, 'step')}</span>
      </div>
      <div role="table" aria-label="Columns of the steps">
        <div class="row head" role="row">${COLUMNS.map((it) => this.#head(it))}</div>
      </div>
      ${
        visits.length === 0
          ? html`<div class="notice">
              <strong>No such steps</strong>
              <button @click=${() => adjust({ find: '' })}>
                Show all ${count(this.visits.length)}
              </button>
            </div>`
          : html`<hs-rows
              id="step"
              .rows=${rows}
              .selected=${this.selected}
              @pick=${(e: CustomEvent<string>) => {
                const detail = visits.find((it) => visitId(it.key, it.attempt) === e.detail);
                this.dispatchEvent(new CustomEvent('visit', { detail }));
              }}
              @open=${() => this.dispatchEvent(new CustomEvent('open'))}
            ></hs-rows>`
      }
    </div>`;
  }

  #head(column: Column): TemplateResult {
    const [by, down] = this.#order;
    const [name, word] = column;
    const next = by === column ? !down : name === 'length' || name === 'queued';
    return html`<span
      role="columnheader"
      aria-sort=${by !== column ? 'none' : down ? 'descending' : 'ascending'}
      ><button class="quiet" @click=${() => adjust({ sort: (next ? '-' : '') + name })}>
        ${word} ${by !== column ? '' : down ? '↓' : '↑'}
      </button></span
    >`;
  }

  /** As it stands in the address: a column, and a minus before it if the last comes first. */
  get #order(): [Column, boolean] {
    const sort = route.value.query.get('sort') ?? '';
    const column = COLUMNS.find(([it]) => it === sort.replace('-', ''));
    return [column ?? COLUMNS[4], sort.startsWith('-')];
  }

  #row(visit: Visit): TemplateResult {
    const { start } = visit;
    const cell = (kind: string, content: unknown, title = ''): TemplateResult =>
      html`<span role="gridcell" class=${kind} title=${title || nothing}>${content}</span>`;
    return html`${[
      cell('c-status', [statusIcon(visit.status, false), statusWord(visit.status)]),
      cell('cut', visit.iteration === null ? visit.name : `${visit.name} #${visit.iteration}`),
      cell('cut mono muted', visit.key),
      cell('num', visit.attempt),
      start === null ? cell('', '') : cell('num', `+${duration(start - this.from)}`, fully(start)),
      cell('num', duration(queuedFor(visit))),
      cell('num', duration(lengthOf(visit, now()))),
    ]}`;
  }
}

/** Those that are looked for, by the values of a column. */
function sorted(
  visits: readonly Visit[],
  find: string,
  [, , valueOf]: Column,
  down: boolean,
): readonly Visit[] {
  const sign = down ? -1 : 1;
  const values = visits
    .filter((it) => `${it.name} ${it.key} ${statusWord(it.status)}`.toLowerCase().includes(find))
    .map((it) => ({ it, by: valueOf(it) }));
  values.sort((a, b) => (a.by < b.by ? -sign : a.by > b.by ? sign : 0));
  return values.map(({ it }) => it);
}

function queuedFor({ start, queued }: Visit): number | null {
  return start === null || queued === null ? null : start - queued;
}

customElements.define('hs-steps', Steps);
