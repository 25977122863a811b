import { html, type TemplateResult } from 'lit';
import { told, type Table } from '../chart/table';

/** The table that tells what a drawing shows: its rows lead where the marks do. */
export function figures(name: string, { columns, rows }: Table): TemplateResult {
  return html`<div class="figures" role="region" tabindex="0" aria-label="${name}, as table">
    <table>
      <thead>
        <tr>
          ${columns.map(([name, kind]) => html`<th scope="col" class=${kind}>${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ cells, href }) =>
            html`<tr>
              ${cells.map((cell, i) => {
                const kind = columns[i]?.[1] ?? 'text';
                return i === 0
                  ? html`<th scope="row" class=${kind}><a href=${href}>${told(cell, kind)}</a></th>`
                  : html`<td class=${kind}>${told(cell, kind)}</td>`;
              })}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
