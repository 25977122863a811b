import { html, type TemplateResult } from 'lit';

/** A table that scrolls by itself where it is too wide; columns by their name and class. */
export function sheet(
  label: string,
  columns: readonly (readonly [name: string, kind: string])[],
  rows: readonly (readonly unknown[])[],
): TemplateResult {
  return html`<div class="wide" role="region" tabindex="0" aria-label=${label}>
    <table>
      <thead>
        <tr>
          ${columns.map(([name, kind]) => html`<th class=${kind}>${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) =>
            html`<tr>
              ${cells.map((it, i) => html`<td class=${columns[i]?.[1] ?? ''}>${it}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Names and what they are, side by side. */
export function facts(all: readonly (readonly [name: string, value: unknown])[]): TemplateResult {
  return html`<dl class="facts">
    ${all.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd class="num">${value}</dd>
        </div>`,
    )}
  </dl>`;
}
