import { html, type TemplateResult } from 'lit';
import { bytes, count, counted } from '../look/amounts';
import { facts, sheet } from '../look/sheet';
import type { Storage } from './requests';

/** What the tables take, the heaviest first. */
export function storageTable(storage: Storage): TemplateResult {
  const { databaseBytes, growthBytesPerDay, fullInDays, items } = storage;
  const most = Math.max(1, ...items.map((it) => it.bytes));
  const all: [string, unknown][] = [
    ['Database', html`<span class="large">${bytes(databaseBytes)}</span>`],
  ];
  if (growthBytesPerDay) all.push(['Grows by', `${bytes(growthBytesPerDay)} a day`]);
  if (fullInDays !== null) all.push(['Full in about', counted(fullInDays, 'day')]);
  return html`${facts(all)}
  ${sheet(
    'Storage by table',
    [
      ['Table', 'mono'],
      ['Space', 'num right'],
      ['Share', 'share'],
      ['Rows', 'num right'],
    ],
    items.map((it) => [
      it.table,
      bytes(it.bytes),
      html`<span class="meter"
        ><span class="fill" .style=${`width:${(it.bytes / most) * 100}%`}></span
      ></span>`,
      count(it.rows),
    ]),
  )}`;
}
