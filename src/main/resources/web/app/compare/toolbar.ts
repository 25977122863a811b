import { html, nothing, type TemplateResult } from 'lit';
import { count, counted } from '../look/amounts';
import { adjust, route } from '../route/router';
import type { Comparison } from './comparison';

/** How the steps are shown, and what is not. */
export function toolbar(
  comparison: Comparison,
  all: number | undefined,
  shown: number,
  swap: () => void,
): TemplateResult {
  const inOrder = route.value.query.get('sort') === 'order';
  return html`<div class="cmp-tools" role="group" aria-label="How to compare">
    <button title="A becomes B (s)" @click=${swap}>⇄ Swap</button>
    <span class="segmented">
      ${order('Largest delta', '', !inOrder)} ${order('In order', 'order', inOrder)}
    </span>
    ${tick('Only differences', 'all', false)} ${tick('Ignore ids and times', 'ignore', true)}
    <span class="num muted" role="status"
      >${all === undefined ? nothing : `${count(shown)} of ${counted(all, 'step')}`}</span
    >
    ${problem(comparison)}
  </div>`;
}

function order(word: string, sort: string, isChosen: boolean): TemplateResult {
  return html`<button aria-pressed=${isChosen ? 'true' : 'false'} @click=${() => adjust({ sort })}>
    ${word}
  </button>`;
}

/** A box that is ticked where a parameter is there, or where it is not. */
function tick(word: string, name: string, isTicked: boolean): TemplateResult {
  const isThere = route.value.query.has(name);
  return html`<label
    ><input
      type="checkbox"
      .checked=${isThere === isTicked}
      @change=${() => adjust({ [name]: isThere ? '' : '1' })}
    />
    ${word}</label
  >`;
}

/** The rest is told by the times alone. */
function problem({ problem, a, b }: Comparison): TemplateResult | typeof nothing {
  // Where one of both is not there, its own problem says so.
  if (!problem || a.problem || b.problem) return nothing;
  return html`<p class="cmp-problem" role="note">
    <b>${problem.title}</b> ${problem.detail}
    <span class="num muted">${problem.status || ''} ${problem.requestId}</span>
    Payloads are not compared.
  </p>`;
}
