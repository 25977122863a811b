import { html, type TemplateResult } from 'lit';
import { View } from '../base/view';
import type { Rows } from '../list/rows';
import { statusWord } from '../api/status';
import { statusIcon } from '../look/status';
import { now } from '../time/clock';
import { duration } from '../time/duration';
import { fully, time } from '../time/zone';
import { lengthOf, visitId, type Visit } from './visits';
import '../list/rows';

type Column = 'start' | 'length' | 'name' | 'status';

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

  #by: Column = 'start';
  #down = false;

  constructor() {
    super();
    this.visits = [];
    this.from = 0;
    this.selected = '';
  }

  protected override render(): TemplateResult {
    const visits = this.#sorted();
    const rows: Rows = {
      count: visits.length,
      height: 28,
      label: 'Steps',
      key: (i) => visitId(visits[i]?.key ?? '', visits[i]?.attempt ?? 1),
      row: (i) => this.#row(visits[i] as Visit),
    };
    return html`<div class="steps">
      <div class="row head">
        ${this.#head('status', 'Status')} ${this.#head('name', 'Step')}
        <span>Key</span><span>Attempt</span> ${this.#head('start', 'Starts at')} <span>Started</span
        ><span>Queued</span> ${this.#head('length', 'Duration')}
      </div>
      <hs-rows
        id="step"
        .rows=${rows}
        .selected=${this.selected}
        @pick=${(e: CustomEvent<string>) => this.#pick(e)}
      ></hs-rows>
    </div>`;
  }

  #pick(event: CustomEvent<string>): void {
    event.stopPropagation();
    const space = event.detail.indexOf(' ');
    this.dispatchEvent(
      new CustomEvent('visit', {
        detail: {
          key: event.detail.slice(space + 1),
          attempt: Number(event.detail.slice(0, space)),
        },
      }),
    );
  }

  #head(column: Column, word: string): TemplateResult {
    const mark = this.#by === column ? (this.#down ? ' ↓' : ' ↑') : '';
    return html`<button class="quiet" @click=${() => this.#sort(column)}>${word}${mark}</button>`;
  }

  #sort(column: Column): void {
    this.#down = this.#by === column ? !this.#down : column === 'length';
    this.#by = column;
    this.requestUpdate();
  }

  #sorted(): Visit[] {
    const value = (it: Visit): string | number => {
      switch (this.#by) {
        case 'name':
          return it.name;
        case 'status':
          return it.status;
        case 'length':
          return lengthOf(it, now()) ?? -1;
        default:
          return it.start ?? Infinity;
      }
    };
    const sign = this.#down ? -1 : 1;
    return [...this.visits].sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      return (x < y ? -1 : x > y ? 1 : 0) * sign;
    });
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
      <span role="gridcell" class="num"
        >${start === null ? '' : `+${duration(start - this.from)}`}</span
      >
      <span role="gridcell" class="num" title=${start === null ? '' : fully(start)}
        >${start === null ? '' : time(start)}</span
      >
      <span role="gridcell" class="num"
        >${start === null || queued === null ? '' : duration(start - queued)}</span
      >
      <span role="gridcell" class="num">${duration(lengthOf(visit, now()))}</span>`;
  }
}

customElements.define('hs-steps', Steps);
