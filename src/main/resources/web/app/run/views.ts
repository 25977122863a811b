import { html, nothing, type TemplateResult } from 'lit';
import { narrow } from '../look/media';
import { adjust, href, route } from '../route/router';

/** The ways to look at a run, by their names in the address. */
export type ViewName = '' | 'graph' | 'steps' | 'detail';

const VIEWS: readonly (readonly [ViewName, string])[] = [
  ['', 'Timeline'],
  ['graph', 'Graph'],
  ['steps', 'Steps'],
];

/** Which one is asked for; the inspector is one only where there is no room beside. */
export function viewOf(query: ReadonlyMap<string, string>): ViewName {
  const asked = query.get('view');
  if (asked === 'graph' || asked === 'steps') return asked;
  return asked === 'detail' && narrow.value ? 'detail' : '';
}

export function views(): TemplateResult {
  const chosen = viewOf(route.value.query);
  const known = narrow.value ? [...VIEWS, ['detail', 'Details'] as const] : VIEWS;
  return html`<span class="segmented" role="group" aria-label="View">
    ${known.map(
      ([name, word], i) =>
        html`<button
          aria-pressed=${name === chosen ? 'true' : 'false'}
          title=${i < VIEWS.length ? `${word} (${i + 1})` : nothing}
          @click=${() => adjust({ view: name })}
        >
          ${word}
        </button>`,
    )}
    <a class="button" title="Logs (4)" href=${href('logs', route.value.id)}>Logs</a>
  </span>`;
}
