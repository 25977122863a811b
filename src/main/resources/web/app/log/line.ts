import { html, nothing, type TemplateResult } from 'lit';
import { fully, time } from '../time/zone';
import { pieces } from './ansi';
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

const DOT = 'M5 8a3 3 0 1 1 6 0a3 3 0 1 1-6 0z';

/** A shape of its own for each level, as for each status. */
const SIGNS: Record<Level, string> = {
  error: 'M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1zM7.1 4v5h1.8V4zM7.1 11v1.6h1.8V11z',
  warn: 'M8 1.5L15 14.5H1zM7.2 6v4.4h1.6V6zM7.2 11.6v1.6h1.6v-1.6z',
  info: DOT,
  debug: `${DOT}M6.4 8a1.6 1.6 0 1 1 3.2 0a1.6 1.6 0 1 1-3.2 0z`,
  trace: 'M5.5 7.3h5v1.4h-5z',
};

/** The cells of a line. Whatever a line says is only text. */
export function cells(line: Line, manner: Manner, open: boolean): TemplateResult {
  const at = Date.parse(line.timestamp);
  const { level } = line;
  return html`<span role="gridcell" class="no num"
      ><a href="#L${line.sequence}" tabindex="-1" title="Link to this line"
        >${line.sequence}</a
      ></span
    ><span role="gridcell" class="at muted num" title=${fully(at)}>${moment(at, manner)}</span
    ><span role="gridcell" class="level ${level}" title=${level} aria-label=${level}
      ><svg class="icon" viewBox="0 0 16 16" fill="currentColor" fill-rule="evenodd">
        <path d=${SIGNS[level]} /></svg></span
    >${
      manner.steps
        ? html`<span role="gridcell" class="tag muted cut" title=${line.stepKey ?? ''}
            >${line.stepKey}</span
          >`
        : nothing
    }<span role="gridcell" class="said"
      ><span class="text">${said(line.message, manner, open)}</span
      >${open ? more(line) : nothing}</span
    >`;
}

/** How wide the columns of numbers are, by what the newest line needs. */
export function widths(newest: Line | undefined, manner: Manner): string {
  const at = newest ? moment(Date.parse(newest.timestamp), manner).length : 7;
  return `--no:${String(newest?.sequence ?? 0).length}ch;--at:${at}ch`;
}

/** `1:02.345` since the start, or the time of the day; no zone changes its thousandths. */
function moment(at: number, { from }: Manner): string {
  return from === null
    ? time(at) + new Date(at).toISOString().slice(19, 23)
    : sinceStart(at - from);
}

/** A message in its colours, with what is searched for marked; on one row unless it is open. */
function said(message: string, manner: Manner, open: boolean): TemplateResult[] {
  const all = pieces(open ? message : message.slice(0, SHORT));
  const marks = manner.marks(all.map((it) => it.text).join(''));
  const edges = marks.flat().sort((a, b) => a - b);
  let end = 0;
  return all.flatMap(({ text, look }) => {
    const from = end;
    end += text.length;
    const cuts = [from, ...edges.filter((at) => at > from && at < end), end];
    return cuts.slice(1).map((to, i) => {
      const at = cuts[i] as number;
      const part = text.slice(at - from, to - from);
      const shown = open ? part : part.replaceAll('\n', ' ↵ ');
      return marks.some(([a, b]) => a <= at && at < b)
        ? html`<mark class=${look}>${shown}</mark>`
        : html`<span class=${look}>${shown}</span>`;
    });
  });
}

/** What a line carries beside its message. */
function more({ level, stream, type, attempt, data, notices }: Line): TemplateResult {
  const facts = [level, stream, type, (attempt ?? 1) > 1 ? `attempt ${attempt}` : ''];
  return html`<div class="more">
    <span class="muted">${facts.filter(Boolean).join(' · ')}</span>
    ${
      data === null
        ? nothing
        : html`<hs-json .value=${data} .at=${'/data'} .notices=${notices ?? []}></hs-json>`
    }
  </div>`;
}

/** `12.345`, `1:02.345`, `1:02:03.456`, `2 d 01:02:03.456`. */
function sinceStart(ms: number): string {
  const length = Math.abs(ms);
  const days = Math.floor(length / 86_400_000);
  const clock = new Date(length).toISOString().slice(11, 23);
  const told = days > 0 ? `${days} d ${clock}` : clock.replace(/^[0:]{1,7}/, '');
  return ms < 0 ? `−${told}` : told;
}
