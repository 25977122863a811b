import { html, nothing, type TemplateResult } from 'lit';

/** A button that stays pressed while what it stands for is on. */
export function pressed(
  on: boolean,
  content: unknown,
  press: () => void,
  title = '',
): TemplateResult {
  return html`<button
    class="quiet"
    aria-pressed=${on ? 'true' : 'false'}
    title=${title || nothing}
    @click=${press}
  >
    ${content}
  </button>`;
}
