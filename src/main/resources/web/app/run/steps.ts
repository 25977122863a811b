import { html, type TemplateResult } from 'lit';
import { View } from '../base/view';
import type { Rows } from '../list/rows';
import { statusWord } from '../api/status';
import { count } from '../look/bytes';
import { statusIcon } from '../look/status';
import { adjust, route } from '../route/router';
import { onKeys } from '../shell/keys';
import { now } from '../time/clock';
import { duration } from '../time/duration';
import { fully } from '../time/zone';
import { kept } from './kept';
import { lengthOf, visitId, type Visit } from '../step/visits';
import '../list/rows';

type Column = 'start' | 'length' | 'name' | 'status' | 'attempt' | 'key' | 'queued';

/** The order of columns, and how wide words are above them. */
const COLUMNS: readonly (readonly [Column, string])[] = [
  ['status', 'Status'],
  ['name', 'Step'],
  ['key', 'Key'],
  ['attempt', 'Attempt'],
  ['start', 'Starts at'],
  ['queued', 'Queued'],
  ['length', 'Duration'],
];

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
          placeholder="Name, key or status (/)"
          aria-label="Find steps"
          .value=${query.get('find') ?? ''}
          @input=${(e: Event) => adjust({ find: (e.target as HTMLInputElement).value })}
        />
        <span class="muted num" role="status">${count(visits.length)} steps</span>
      </div>
      <div role="table" aria-label="Columns of the steps">
        <div class="row head" role="row">
          ${COLUMNS.map(([column, word]) => this.#head(column, word))}
        </div>
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

  #head(column: Column, word: string): TemplateResult {
    const [by, down] = this.#order;
    const mark = by === column ? (down ? ' ↓' : ' ↑') : '';
    return html`<span
      role="columnheader"
      aria-sort=${by === column ? (down ? 'descending' : 'ascending') : 'none'}
      ><button class="quiet" @click=${() => this.#sort(column)}>${word}${mark}</button></span
    >`;
  }

  /** As it stands in the address: a column, and a minus before it if the last comes first. */
  get #order(): [Column, boolean] {
    const sort = route.value.query.get('sort') ?? '';
    const column = COLUMNS.find(([it]) => it === sort.replace('-', ''))?.[0];
    return [column ?? 'start', sort.startsWith('-')];
  }

  #sort(column: Column): void {
    const [by, before] = this.#order;
    const down = by === column ? !before : column === 'length' || column === 'queued';
    adjust({ sort: `${down ? '-' : ''}${column}` });
  }

  #row(visit: Visit): TemplateResult {
    const { start, queued } = visit;
    return html`<span role="gridcell" class="c-status"
        >${statusIcon(visit.status, false)} ${statusWord(visit.status)}</span
      >
      <span role="gridcell" class="cut"
        >${visit.name}${visit.iteration === null ? '' : ` #${visit.iteration}`}</span
      >
      <span role="gridcell" class="cut mono muted">${visit.key}</span>
      <span role="gridcell" class="num">${visit.attempt}</span>
      <span role="gridcell" class="num" title=${start === null ? '' : fully(start)}
        >${start === null ? '' : `+${duration(start - this.from)}`}</span
      >
      <span role="gridcell" class="num"
        >${start === null || queued === null ? '' : duration(start - queued)}</span
      >
      <span role="gridcell" class="num">${duration(lengthOf(visit, now()))}</span>`;
  }
}

/** Those that are looked for, by the values of a column. */
function sorted(
  visits: readonly Visit[],
  find: string,
  by: Column,
  down: boolean,
): readonly Visit[] {
  const sign = down ? -1 : 1;
  const values = visits
    .filter((it) => `${it.name} ${it.key} ${statusWord(it.status)}`.toLowerCase().includes(find))
    .map((it) => ({ it, by: valueOf(it, by) }));
  values.sort((a, b) => (a.by < b.by ? -sign : a.by > b.by ? sign : 0));
  return values.map(({ it }) => it);
}

function valueOf(visit: Visit, by: Column): string | number {
  switch (by) {
    case 'length':
      return lengthOf(visit, now()) ?? -1;
    case 'queued':
      return visit.start === null || visit.queued === null ? -1 : visit.start - visit.queued;
    case 'start':
      return visit.start ?? Infinity;
    default:
      return visit[by];
  }
}

customElements.define('hs-steps', Steps);
