import { html, type TemplateResult } from 'lit';
import { narrow } from '../look/media';
import { adjust, href, route } from '../route/router';
import { pressed } from './pressed';

const VIEWS = [
  ['', 'Timeline'],
  ['graph', 'Graph'],
  ['steps', 'Steps'],
  ['detail', 'Details'],
] as const;

/** The ways to look at a run, by their names in the address. */
export type ViewName = (typeof VIEWS)[number][0];

/** The inspector is a view only where there is no room for it beside the others. */
function known(): readonly (readonly [ViewName, string])[] {
  return narrow.value ? VIEWS : VIEWS.slice(0, 3);
}

/** Which one is asked for. */
export function viewOf(query: ReadonlyMap<string, string>): ViewName {
  return known().find(([name]) => name === query.get('view'))?.[0] ?? '';
}

export function views(): TemplateResult {
  const chosen = viewOf(route.value.query);
  return html`<span class="segmented" role="group" aria-label="View">
    ${known().map(([name, word]) => pressed(name === chosen, word, () => adjust({ view: name })))}
    <a class="button" href=${href('logs', route.value.id)}>Logs</a>
  </span>`;
}
