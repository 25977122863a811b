import { html, nothing, type TemplateResult } from 'lit';
import type { ExecutionItem } from '../api/types';
import { liveState, silentFor } from '../live/channel';
import { icon } from '../look/icons';
import { adjust } from '../route/router';
import { ago } from '../time/duration';
import type { Lines } from './lines';
import type { Download } from './download';
import { MOST_TEXT, type Search } from './search';

/** What the bar tells of a log, and what can be done with it. */
export interface Shown {
  readonly run: ExecutionItem | null;
  readonly panel: boolean;
  readonly isLive: boolean;
  readonly isFollowing: boolean;
  /** The address of what is shown, on the screen of logs. */
  readonly ownPage: string;
  readonly search: Search | null;
  readonly download: Download;
  query(name: string): string;
  jump(by: 1 | -1): Promise<void>;
  follow(): void;
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
    ${chip('step', view)} ${chip('type', view)}
    <span class="grow"></span>
    <span class="muted num">${told(view, lines)}</span>
    <button
      aria-pressed=${clock ? 'true' : 'false'}
      title="Times as the clock says, or since the run began"
      @click=${() => adjust({ time: clock ? '' : 'clock' })}
    >
      Clock
    </button>
    ${
      view.isLive
        ? html`<button
            aria-pressed=${view.isFollowing ? 'true' : 'false'}
            title="Stay at the newest line (l)"
            @click=${() => view.follow()}
          >
            Follow
          </button>`
        : nothing
    }
    ${
      view.panel
        ? html`<a href=${view.ownPage} title="The log on a page of its own">Open</a>`
        : saver(view, lines)
    }
  </div>`;
}

function told(view: Shown, lines: Lines): string {
  if (!lines.ready) return '';
  const count = lines.held.total;
  const many = `${count.toLocaleString('en')} ${count === 1 ? 'line' : 'lines'}`;
  if (lines.gap >= 0) return `${many}, those from ${lines.gap} are being read`;
  if (view.isLive && liveState.value === 'lost') return `${many}, updated ${ago(silentFor())}`;
  return many;
}

function chip(name: 'step' | 'type', view: Shown): TemplateResult | typeof nothing {
  const value = view.query(name);
  // Beside the run, the step is the one that is selected there.
  if (!value || (name === 'step' && view.panel)) return nothing;
  return html`<button
    class="chip"
    title="Show the lines of all ${name}s"
    @click=${() => adjust({ [name]: '', ...(name === 'step' ? { attempt: '' } : {}) })}
  >
    <span class="cut">${name}: ${value}</span>${icon('close')}
  </button>`;
}

function finder(view: Shown): TemplateResult {
  const { search } = view;
  const expression = view.query('re') !== '';
  return html`<search class="find">
    <input
      type="search"
      aria-label="Search all lines"
      placeholder=${expression ? 'Regular expression' : 'Search all lines'}
      spellcheck="false"
      .value=${view.query('find')}
      @input=${(event: Event) => type((event.target as HTMLInputElement).value)}
      @keydown=${(event: KeyboardEvent) => pressed(event, view)}
    />
    <button
      class="mono"
      aria-pressed=${expression ? 'true' : 'false'}
      aria-label="Regular expression"
      title="Regular expression: tried in this browser while all lines are read, on the first ${MOST_TEXT.toLocaleString('en')} characters of each"
      @click=${() => adjust({ re: expression ? '' : '1' })}
    >
      .*
    </button>
    ${
      search
        ? html`<span class="num" role="status">${matches(view)}</span>
            <button
              aria-label="Previous match"
              title="Previous match (N)"
              @click=${() => void view.jump(-1)}
            >
              ↑</button
            ><button
              aria-label="Next match"
              title="Next match (n)"
              @click=${() => void view.jump(1)}
            >
              ↓
            </button>`
        : nothing
    }
  </search>`;
}

function matches({ search }: Shown): string {
  if (!search) return '';
  const { count, at, told } = search;
  const counted =
    count === null
      ? 'searching'
      : count === 0
        ? 'no match'
        : at > 0
          ? `${at.toLocaleString('en')} of ${count.toLocaleString('en')}`
          : `${count.toLocaleString('en')} ${count === 1 ? 'match' : 'matches'}`;
  return told ? (count === 0 && !told.startsWith('in ') ? told : `${counted} ${told}`) : counted;
}

function type(text: string): void {
  clearTimeout(typed);
  typed = window.setTimeout(() => adjust({ find: text }), TYPED_MS);
}

function pressed(event: KeyboardEvent, view: Shown): void {
  const field = event.target as HTMLInputElement;
  if (event.key === 'Enter') {
    event.preventDefault();
    clearTimeout(typed);
    adjust({ find: field.value });
    void view.jump(event.shiftKey ? -1 : 1);
  } else if (event.key === 'Escape') {
    // The first press ends the typing; what the screen does with the key comes after that.
    event.preventDefault();
    view.focusLines();
  }
}

function saver(view: Shown, lines: Lines): TemplateResult {
  const { download } = view;
  const name = view.run?.externalId ?? lines.execution;
  if (download.running) {
    return html`<span class="num" role="status">${download.told}</span>
      <button @click=${() => download.stop()}>Stop</button>`;
  }
  return html`${download.told ? html`<span class="num" role="status">${download.told}</span>` : nothing}
  ${
    download.tooMuch
      ? html`<button @click=${() => void download.export(lines.execution, name)}>
          Export as NDJSON
        </button>`
      : html`<button
          ?disabled=${!lines.ready || lines.held.total === 0}
          title="The lines that are shown here, as text"
          @click=${() => void download.text(lines.execution, name, lines.filter, lines.held.total)}
        >
          Download
        </button>`
  }`;
}
