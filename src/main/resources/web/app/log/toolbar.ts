import { html, nothing, type TemplateResult } from 'lit';
import type { ExecutionItem } from '../api/types';
import { liveState, silentFor } from '../live/channel';
import { count, counted } from '../look/amounts';
import { icon } from '../look/icons';
import { adjust, isStill, route } from '../route/router';
import { ago } from '../time/duration';
import type { Lines } from './lines';
import type { Download } from './download';
import { MOST_TEXT, type Search } from './search';

/** What the bar tells of a log, and what can be done with it. */
export interface Shown {
  readonly run: ExecutionItem;
  readonly panel: boolean;
  readonly isLive: boolean;
  readonly search: Search | null;
  readonly download: Download;
  query(name: string): string;
  jump(by: 1 | -1): Promise<void>;
  focusLines(): void;
}

const LEVEL_WORDS = {
  '': 'All levels',
  debug: 'Debug and above',
  info: 'Info and above',
  warn: 'Warnings and errors',
  error: 'Errors only',
};

const TYPED_MS = 250;
let typed = 0;

/** What is searched for, which lines are shown and how; and how many there are. */
export function toolbar(view: Shown, lines: Lines): TemplateResult {
  const clock = view.query('time') === 'clock';
  return html`<div class="log-bar">
    ${finder(view)}
    <select
      aria-label="Levels"
      @change=${(event: Event) => adjust({ level: (event.target as HTMLSelectElement).value })}
    >
      ${Object.entries(LEVEL_WORDS).map(
        ([level, words]) =>
          html`<option value=${level} ?selected=${level === view.query('level')}>${words}</option>`,
      )}
    </select>
    ${stepChip(view)}
    <span class="grow"></span>
    <span class="muted num">${told(view, lines)}</span>
    ${pressed('Clock', clock, 'Times of the day, or since the run began', () =>
      adjust({ time: clock ? '' : 'clock' }),
    )}
    ${view.panel ? nothing : saver(view, lines)}
  </div>`;
}

function pressed(word: string, on: boolean, title: string, work: () => void): TemplateResult {
  return html`<button aria-pressed=${String(on)} title=${title} @click=${work}>${word}</button>`;
}

function told({ isLive, download }: Shown, { ready, held, gap }: Lines): string {
  if (!ready || download.changed.value) return download.changed.value;
  const many = counted(held.total, 'line');
  if (gap >= 0) return `${many}, those from ${gap} are being read`;
  return isLive && liveState.value === 'lost' ? `${many}, updated ${ago(silentFor())}` : many;
}

function stepChip(view: Shown): TemplateResult | typeof nothing {
  const step = view.query('step');
  // Beside the run, the step is the one that is selected there.
  if (!step || view.panel) return nothing;
  return html`<button
    class="chip"
    title="Show the lines of all steps"
    @click=${() => adjust({ step: '', attempt: '' })}
  >
    <span class="cut">step: ${step}</span>${icon('close')}
  </button>`;
}

function finder(view: Shown): TemplateResult {
  const { search } = view;
  const expression = view.query('re') !== '';
  return html`<search class="find">
    <input
      type="search"
      aria-label="Search all lines"
      placeholder="Search all lines"
      spellcheck="false"
      .value=${view.query('find')}
      @input=${(event: Event) => type((event.target as HTMLInputElement).value)}
      @keydown=${(event: KeyboardEvent) => end(event, view)}
    />
    ${pressed(
      'Regex',
      expression,
      `A regular expression, tried on the first ${count(MOST_TEXT)} characters of each line`,
      () => adjust({ re: expression ? '' : '1' }),
    )}
    ${
      search
        ? html`<span class="num" role="status">${matches(search)}</span>
            ${arrow('↑', 'Previous match (N)', () => view.jump(-1))}
            ${arrow('↓', 'Next match (n)', () => view.jump(1))}`
        : nothing
    }
  </search>`;
}

function arrow(sign: string, title: string, work: () => Promise<void>): TemplateResult {
  return html`<button aria-label=${title} title=${title} @click=${work}>${sign}</button>`;
}

function matches({ count: many, at, told }: Search): string {
  if (many === null) return told || 'searching';
  const place = at > 0 ? `${count(at)} of ` : '';
  const found = many ? place + counted(many, 'match', 'matches') : 'no match';
  return told ? `${found}, ${told}` : found;
}

function type(text: string): void {
  const at = route.value;
  clearTimeout(typed);
  typed = window.setTimeout(() => isStill(at) && adjust({ find: text }), TYPED_MS);
}

/** Ends the typing: what the screen does with the key comes after that. */
function end(event: KeyboardEvent, view: Shown): void {
  if (event.key === 'Escape') view.focusLines();
  else if (event.key === 'Enter') {
    clearTimeout(typed);
    adjust({ find: (event.target as HTMLInputElement).value });
    void view.jump(event.shiftKey ? -1 : 1);
  } else return;
  event.preventDefault();
}

function saver({ download, run }: Shown, { execution, filter, held }: Lines): TemplateResult {
  if (download.running) return html`<button @click=${() => download.stop()}>Stop</button>`;
  const name = run.externalId ?? execution;
  return html`<button
    ?disabled=${held.total === 0}
    title="The lines that are shown here, as text"
    @click=${() => download.start(execution, name, filter, held.total)}
  >
    Download
  </button>`;
}
