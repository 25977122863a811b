import { html, type TemplateResult } from 'lit';
import type { Json } from '../api/types';
import { save } from '../base/save';
import { isContainer } from './container';
import { bytes } from '../look/amounts';

/** Beyond so many characters, a value is not shown as a tree. */
const LARGE = 1_048_576;
const SHOWN = 262_144;

/** The text of a value that is too large to be walked through; null of one that is not. */
export function largeText(value: Json): string | null {
  const text = JSON.stringify(value);
  return text.length > LARGE ? text : null;
}

/** The beginning of a large value, and all of it as a file. */
export function preview(text: string, name: string): TemplateResult {
  return html`<div class="json">
    <p class="muted">
      ${bytes(text.length)}: too large to be shown whole. This is its beginning.
      <button @click=${() => save(new Blob([text], { type: 'application/json' }), `${name}.json`)}>
        Download all
      </button>
    </p>
    <pre class="mono">${text.slice(0, SHOWN)}</pre>
  </div>`;
}

/** What the service keeps of a document that was too large for it. */
export function remains(value: Json): TemplateResult | null {
  if (!isContainer(value) || Array.isArray(value) || value['$truncated'] !== true) return null;
  const count = value['bytes'];
  return html`<p class="muted">
      Cut by the service${typeof count === 'number' ? `: it was ${bytes(count)}` : ''}. This is its
      beginning.
    </p>
    <pre class="mono">${String(value['preview'] ?? '')}</pre>`;
}
