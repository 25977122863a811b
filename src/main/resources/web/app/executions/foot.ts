import { html, nothing, type TemplateResult } from 'lit';
import { liveState, silentFor } from '../live/channel';
import { icon } from '../look/icons';
import { ago } from '../time/duration';
import { isStill } from './filter';
import { list } from './run-list';

const STALE_MS = 5_000;

/** Below the rows: what is to be known of the list as a whole, where there is anything. */
export function listFoot(again: () => void): TemplateResult | typeof nothing {
  if (list.problem) return nothing;
  if (list.moreProblem) {
    return html`<p class="foot" role="alert">
      Older ones could not be loaded: ${list.moreProblem.message}
      <button @click=${() => void list.more(true)}>${icon('retry')} Try again</button>
    </p>`;
  }
  const silent = silentFor();
  if (liveState.value === 'lost' && silent > STALE_MS) {
    return html`<p class="foot muted">${icon('retention')} updated ${ago(silent)}</p>`;
  }
  if (!isStill(list.filter) || list.rows.length === 0) return nothing;
  return html`<p class="foot muted">
    Words and payloads are not watched: new ones come when asked again.
    <button @click=${again}>${icon('retry')} Ask again</button>
  </p>`;
}
