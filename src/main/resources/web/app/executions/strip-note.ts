import { html, nothing, type TemplateResult } from 'lit';
import { told, type Bucket } from './buckets';

/** What the mark stands on, told on the side where it hides nothing. */
export function barNote(bucket: Bucket, right: boolean): TemplateResult {
  const text = told(bucket).replaceAll('\n', ' · ');
  return html`<p class="strip-note num ${right ? 'right' : ''}" aria-hidden="true">${text}</p>`;
}

/** What is to be known of the whole: that it did not come, or which filters it does not know. */
export function stripNote(
  failed: boolean,
  apart: string,
  again: () => void,
): TemplateResult | typeof nothing {
  if (failed) {
    return html`<p class="strip-note">
      Numbers over time did not come <button @click=${again}>Try again</button>
    </p>`;
  }
  return apart ? html`<p class="strip-note muted">not narrowed by ${apart}</p>` : nothing;
}
