import { html, nothing, type TemplateResult } from 'lit';
import { bytes, count } from '../look/bytes';
import type { Storage } from './requests';

/** What the tables take, the heaviest first. */
export function storageTable(storage: Storage): TemplateResult {
  const most = Math.max(1, ...storage.items.map((it) => it.bytes));
  return html`<dl class="facts">
      <div>
        <dt>Database</dt>
        <dd class="large num">${bytes(storage.databaseBytes)}</dd>
      </div>
      ${
        storage.growthBytesPerDay
          ? html`<div>
              <dt>Grows by</dt>
              <dd class="num">${bytes(storage.growthBytesPerDay)} a day</dd>
            </div>`
          : nothing
      }
      ${
        storage.fullInDays === null
          ? nothing
          : html`<div>
              <dt>Full in about</dt>
              <dd class="num">${count(storage.fullInDays)} days</dd>
            </div>`
      }
    </dl>
    <div class="wide" role="region" tabindex="0" aria-label="Storage by table">
      <table>
        <thead>
          <tr>
            <th>Table</th>
            <th class="right">Space</th>
            <th class="share"><span class="hidden-text">Share</span></th>
            <th class="right">Rows</th>
            <th class="right">Dead rows</th>
          </tr>
        </thead>
        <tbody>
          ${storage.items.map(
            (it) =>
              html`<tr>
                <td class="mono">${it.table}</td>
                <td class="num right">${bytes(it.bytes)}</td>
                <td class="share">
                  <span class="meter"
                    ><span class="fill" .style=${`width:${(it.bytes / most) * 100}%`}></span
                  ></span>
                </td>
                <td class="num right">${count(it.rows)}</td>
                <td class="num right muted">${count(it.deadRows)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}
