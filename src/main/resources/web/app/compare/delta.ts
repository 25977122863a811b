import { html, type TemplateResult } from 'lit';
import { duration } from '../time/duration';

/** Smaller differences of time, in milliseconds and as a share of the longer one, say nothing. */
const LEAST_MS = 10;
const LEAST_SHARE = 0.05;

/** Whether two lengths of time differ by more than chance. */
export function differs(a: number, b: number): boolean {
  return Math.abs(b - a) >= Math.max(LEAST_MS, Math.max(a, b) * LEAST_SHARE);
}

/** How much longer B took, `+1.20 s`, `−300 ms` or `±0`, with an arrow up where it took longer. */
export function signed(ms: number): TemplateResult {
  const rounded = Math.round(ms);
  const [way, sign, arrow] =
    rounded > 0 ? ['more', '+', '▲'] : rounded < 0 ? ['less', '−', '▼'] : ['', '±0', ''];
  return html`<span class="delta ${way}"
    >${sign}${arrow ? duration(Math.abs(ms)) : ''}
    <span class="arrow" aria-hidden="true">${arrow}</span></span
  >`;
}
