import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { fully, time } from '../time/zone';
import { pieces, type Piece } from './ansi';
import type { Level, Line } from './requests';
import '../json/json-tree';

/** How lines are told, the same for all of them. */
export interface Manner {
  /** When the run began; times are told from there. Null: as the clock says. */
  readonly from: number | null;
  readonly marks: (text: string) => [number, number][];
  /** Whether each line names its step. */
  readonly steps: boolean;
}

const SHORT = 2_000;

/** A shape of its own for each level, as for each status. */
const SIGNS: Record<Level, SVGTemplateResult> = {
  error: svg`<path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z" fill="currentColor"/><path d="M8 4v5M8 11v1.6" stroke="var(--page)" stroke-width="1.8"/>`,
  warn: svg`<path d="M8 1.5L15 14.5H1z" fill="currentColor"/><path d="M8 6v4.4M8 11.6v1.6" stroke="var(--page)" stroke-width="1.6"/>`,
  info: svg`<circle cx="8" cy="8" r="3" fill="currentColor"/>`,
  debug: svg`<circle cx="8" cy="8" r="3" fill="none" stroke="currentColor" stroke-width="1.4"/>`,
  trace: svg`<path d="M5.5 8h5" stroke="currentColor" stroke-width="1.4"/>`,
};

/** The cells of a line. Whatever a line says is only text. */
export function cells(line: Line, manner: Manner, open: boolean): TemplateResult {
  const at = Date.parse(line.timestamp);
  return html`<span role="gridcell" class="no num"
      ><a href="#L${line.sequence}" tabindex="-1" title="Link to this line"
        >${line.sequence}</a
      ></span
    ><span role="gridcell" class="at muted num" title=${fully(at)}>${moment(at, manner)}</span
    ><span role="gridcell" class="level ${line.level}" title=${line.level}
      ><svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
        ${SIGNS[line.level] ?? SIGNS.info}</svg
      ><span class="hidden-text">${line.level}</span></span
    >${
      manner.steps
        ? html`<span role="gridcell" class="tag cut"
            >${
              line.stepKey
                ? html`<button
                    class="quiet cut"
                    tabindex="-1"
                    data-step=${line.stepKey}
                    title="Only the lines of ${line.stepKey}"
                  >
                    ${line.stepKey}
                  </button>`
                : nothing
            }</span
          >`
        : nothing
    }<span role="gridcell" class="said"
      ><span class="text">${said(line.message, manner, open)}</span
      >${open ? more(line) : nothing}</span
    >`;
}

/** How wide the columns of numbers are, by what the last line needs. */
export function widths(last: Line | undefined, manner: Manner): string {
  const at = last ? moment(Date.parse(last.timestamp), manner).length : 7;
  return `--no:${String(last?.sequence ?? 0).length}ch;--at:${at}ch`;
}

function moment(at: number, manner: Manner): string {
  return manner.from === null ? withMs(at) : sinceStart(at - manner.from);
}

/** A message in its colours, with what is searched for marked; on one row unless it is open. */
function said(message: string, manner: Manner, open: boolean): TemplateResult[] {
  const all = pieces(open ? message : message.slice(0, SHORT));
  const text = all.map((it) => it.text).join('');
  const told: TemplateResult[] = [];
  for (const { text: part, look, marked } of parted(all, manner.marks(text))) {
    const shown = open ? part : part.replaceAll('\n', ' ↵ ');
    if (marked) told.push(html`<mark class=${look}>${shown}</mark>`);
    else told.push(look ? html`<span class=${look}>${shown}</span>` : html`${shown}`);
  }
  return told;
}

function parted(
  all: readonly Piece[],
  marks: readonly [number, number][],
): (Piece & { marked: boolean })[] {
  const parts: (Piece & { marked: boolean })[] = [];
  let begun = 0;
  for (const piece of all) {
    const end = begun + piece.text.length;
    let at = begun;
    for (const [from, to] of marks) {
      if (to <= at || from >= end) continue;
      const [a, b] = [Math.max(at, from), Math.min(end, to)];
      if (a > at)
        parts.push({ ...piece, text: piece.text.slice(at - begun, a - begun), marked: false });
      parts.push({ ...piece, text: piece.text.slice(a - begun, b - begun), marked: true });
      at = b;
    }
    if (at < end) parts.push({ ...piece, text: piece.text.slice(at - begun), marked: false });
    begun = end;
  }
  return parts;
}

/** What a line carries beside its message. */
function more(line: Line): TemplateResult {
  const facts = [
    line.level,
    line.stream,
    line.attempt !== null && line.attempt > 1 ? `attempt ${line.attempt}` : null,
  ].filter((it) => it);
  return html`<div class="more">
    <span class="muted">${facts.join(' · ')}</span>
    ${
      line.type
        ? html`<button data-type=${line.type} title="Only lines of this type">${line.type}</button>`
        : nothing
    }
    <button data-copy="link">Copy link</button>
    <button data-copy="text">Copy message</button>
    ${
      line.data === null || line.data === undefined
        ? nothing
        : html`<hs-json
            .value=${line.data}
            .at=${'/data'}
            .notices=${line.notices ?? []}
          ></hs-json>`
    }
  </div>`;
}

/** The time of the day with its thousandths, which no zone changes. */
function withMs(at: number): string {
  return `${time(at)}.${String(((at % 1_000) + 1_000) % 1_000).padStart(3, '0')}`;
}

/** `12.345`, `1:02.345`, `1:02:03.456`. */
export function sinceStart(ms: number): string {
  const whole = Math.abs(ms);
  const seconds = ((whole % 60_000) / 1_000).toFixed(3);
  const minutes = Math.floor(whole / 60_000) % 60;
  const hours = Math.floor(whole / 3_600_000);
  const sign = ms < 0 ? '−' : '';
  if (hours > 0) return `${sign}${hours}:${two(minutes)}:${seconds.padStart(6, '0')}`;
  return minutes > 0 ? `${sign}${minutes}:${seconds.padStart(6, '0')}` : sign + seconds;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
