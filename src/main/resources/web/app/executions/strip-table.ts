import { html, type TemplateResult } from 'lit';
import { STATUSES, statusWord } from '../api/status';
import { icon } from '../look/icons';
import { dateTime } from '../time/zone';
import type { Bucket } from './buckets';

/** The strip as a table, for whom a drawing says nothing; times in which nothing ran are left out. */
export function stripTable(buckets: readonly Bucket[], close: () => void): TemplateResult {
  const present = STATUSES.filter((it) => buckets.some((bucket) => bucket.counts.has(it)));
  const rows = buckets.filter((it) => it.total > 0);
  return html`<dialog class="strip-table" aria-labelledby="strip-title" @close=${close}>
    <form method="dialog">
      <h2 id="strip-title">Executions over time</h2>
      <button class="quiet" aria-label="Close">${icon('close')}</button>
    </form>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="strip-title">
      <table class="num">
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">To</th>
            ${present.map((it) => html`<th scope="col">${statusWord(it)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (bucket) =>
              html`<tr>
                <th scope="row">${dateTime(bucket.startMs)}</th>
                <td>${dateTime(bucket.endMs)}</td>
                ${present.map((it) => html`<td>${bucket.counts.get(it) ?? 0}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </dialog>`;
}
