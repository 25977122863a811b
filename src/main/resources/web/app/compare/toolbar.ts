import { html, nothing, type TemplateResult } from 'lit';
import { adjust, route } from '../route/router';
import type { Comparison } from './comparison';
import type { Row } from './rows';

/** How the steps are shown, and what is not. */
export function toolbar(
  comparison: Comparison,
  all: readonly Row[] | null,
  shown: number,
  swap: () => void,
): TemplateResult {
  const { query } = route.value;
  const hidden = (all?.length ?? 0) - shown;
  const inOrder = query.get('sort') === 'order';
  const ignoring = query.has('ignore');
  return html`<div class="cmp-tools" role="group" aria-label="How to compare">
    <button title="A becomes B (s)" @click=${swap}>⇄ Swap</button>
    <span class="segmented" role="group" aria-label="Order of the steps">
      <button aria-pressed=${inOrder ? 'false' : 'true'} @click=${() => adjust({ sort: '' })}>
        Largest delta
      </button>
      <button aria-pressed=${inOrder ? 'true' : 'false'} @click=${() => adjust({ sort: 'order' })}>
        In order
      </button>
    </span>
    <label
      title="Steps are hidden where both have the same status, input and output, and times differ by less than 5 % or 10 ms"
      ><input
        type="checkbox"
        .checked=${!query.has('all')}
        @change=${() => adjust({ all: query.has('all') ? '' : '1' })}
      />
      Only differences</label
    >
    <label title="Ids and moments differ from run to run anyway"
      ><input
        type="checkbox"
        .checked=${ignoring}
        @change=${() => adjust({ ignore: ignoring ? '' : '1' })}
      />
      Ignore ids and times</label
    >
    <span class="num muted" role="status"
      >${
        all
          ? `${shown.toLocaleString('en')} of ${all.length.toLocaleString('en')} steps${hidden > 0 ? `, ${hidden.toLocaleString('en')} equal hidden` : ''}`
          : nothing
      }</span
    >
    <span class="num muted cmp-legend" aria-hidden="true"
      >~ differs &ensp; Δ only the time &ensp; A, B only there</span
    >
    ${problem(comparison)}
  </div>`;
}

/** The rest is told by the times alone. */
function problem({ problem, a, b }: Comparison): TemplateResult | typeof nothing {
  // Where one of both is not there, its own problem says so.
  if (!problem || a.problem || b.problem) return nothing;
  return html`<p class="cmp-problem" role="note">
    <b>${problem.title}</b> ${problem.detail}
    <span class="num muted">${problem.status || ''} ${problem.requestId}</span>
    Which payloads differ is not known; statuses, attempts and times are compared.
  </p>`;
}
