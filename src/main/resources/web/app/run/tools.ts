import { html, nothing, type TemplateResult } from 'lit';
import { adjust, route } from '../route/router';
import { pressed } from './pressed';

/** What of the timeline can be switched on, by the names in the address. */
const SWITCHES = [
  ['critical', 'Path', 'The critical path (c)'],
  ['queue', 'Queue', 'Time in the queue (q)'],
  ['gaps', 'Gaps', 'Idle gaps in full length (g)'],
] as const;

export type Switch = (typeof SWITCHES)[number][0];

export function isOn(name: Switch): boolean {
  return route.value.query.has(name);
}

export function toggle(name: Switch): void {
  adjust({ [name]: isOn(name) ? '' : '1' });
}

/** The switches as buttons, for those who use no keys. */
export function tools(gaps: boolean, follow: (() => void) | null): TemplateResult {
  return html`<span class="tools">
    ${SWITCHES.map(([name, word, title]) =>
      name === 'gaps' && !gaps ? nothing : pressed(isOn(name), word, () => toggle(name), title),
    )}
    ${follow ? html`<button class="quiet" title="Keep now in view (l)" @click=${follow}>Follow</button>` : nothing}
  </span>`;
}
