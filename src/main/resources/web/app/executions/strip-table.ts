import { html, type TemplateResult } from 'lit';
import { STATUSES, statusWord } from '../api/status';
import { dateTime } from '../time/zone';
import type { Bucket } from './buckets';

/** The strip as a table, for whom a drawing says nothing; times in which nothing ran are left out. */
export function stripTable(buckets: readonly Bucket[]): TemplateResult {
  const present = STATUSES.filter((it) => buckets.some((bucket) => bucket.counts.has(it)));
  return html`<table class="num">
    <tr>
      <th>From</th>
      <th>To</th>
      ${present.map((it) => html`<th>${statusWord(it)}</th>`)}
    </tr>
    ${buckets
      .filter((it) => it.total > 0)
      .map(
        ({ startMs, endMs, counts }) =>
          html`<tr>
            <th>${dateTime(startMs)}</th>
            <td>${dateTime(endMs)}</td>
            ${present.map((it) => html`<td>${counts.get(it) ?? 0}</td>`)}
          </tr>`,
      )}
  </table>`;
}
