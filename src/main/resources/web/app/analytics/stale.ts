import { html, type TemplateResult } from 'lit';
import type { Problem } from '../api/problem';
import { icon } from '../look/icons';
import { now } from '../time/clock';
import { ago } from '../time/duration';

/** What is shown is of a while ago, or is missing, since no newer can be had: why, and try again. */
export function stale(
  { title, status, requestId }: Problem,
  at: number | undefined,
  again: () => void,
): TemplateResult {
  return html`<span class="num" role="status"
    ><button @click=${again}>${icon('retry')} Try again</button> ${
      at ? `Updated ${ago(now() - at)}. ` : ''
    }${title}
    ${status || ''} ${requestId}</span
  >`;
}
