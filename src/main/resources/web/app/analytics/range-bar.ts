import { html, nothing, type TemplateResult } from 'lit';
import { View } from '../base/view';
import { adjust } from '../route/router';
import { fromField, toField } from '../time/wall';
import { names, listed } from './links';
import { scope } from './scope';
import { refreshWorkflows, workflowList } from './workflows';

const SPANS = ['1h', '24h', '7d', '30d'];

const ENDS = ['from', 'to'] as const;

/** Freezes the range: it moves with time no longer. */
function range(from: number, to: number): void {
  adjust({ last: '', from: new Date(from).toISOString(), to: new Date(to).toISOString() }, true);
}

/** Of which time, and of which workflow; by the names that the list of executions knows. */
class RangeBar extends View {
  constructor() {
    super();
    this.watch(scope);
    this.watch(workflowList);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Without them there is no choice, but all else works.
    refreshWorkflows().catch(() => undefined);
  }

  protected override render(): TemplateResult {
    const { last } = scope.value.range;
    const isFixed = !last;
    const spans = isFixed || SPANS.includes(last) ? SPANS : [...SPANS, last];
    return html`<div class="filters" role="search" aria-label="Filters">
      <div class="chips" role="group" aria-label="Range of time">
        ${spans.map(
          (span) =>
            html`<button
              aria-pressed=${span === last ? 'true' : 'false'}
              @click=${() => adjust({ last: span, from: '', to: '' }, true)}
            >
              ${span}
            </button>`,
        )}
        <button
          aria-pressed=${isFixed ? 'true' : 'false'}
          @click=${() => range(scope.value.from, scope.value.to)}
        >
          From, to
        </button>
      </div>
      ${isFixed ? this.#fields() : nothing} ${this.#workflow()}
    </div>`;
  }

  #fields(): TemplateResult {
    return html`<form
      class="fixed"
      @submit=${(e: Event) => {
        e.preventDefault();
        const data = new FormData(e.target as HTMLFormElement);
        // What was typed is what the clocks of the screen's zone show.
        const [a, b] = ENDS.map((end) => fromField(String(data.get(end)))) as [number, number];
        range(Math.min(a, b), Math.max(a, b));
      }}
    >
      ${ENDS.map(
        (end) =>
          html`<label
            >${end}
            <input
              type="datetime-local"
              class="num"
              name=${end}
              required
              .value=${toField(scope.value[end])}
          /></label>`,
      )}
      <button>Show</button>
    </form>`;
  }

  #workflow(): TemplateResult {
    const { workflow } = scope.value;
    const known = workflowList.value;
    const [only, ...more] = names(workflow);
    const isListed = more.length === 0 && known.some((it) => it.workflowId === only);
    return html`<select
      aria-label="Workflow"
      @change=${(e: Event) => adjust({ workflow: (e.target as HTMLSelectElement).value }, true)}
    >
      <option value="" .selected=${!workflow}>All workflows</option>
      ${
        workflow && !isListed
          ? html`<option value=${workflow} .selected=${true}>${names(workflow).join(', ')}</option>`
          : nothing
      }
      ${known.map(
        ({ workflowId, workflowName }) =>
          html`<option value=${listed(workflowId)} .selected=${workflowId === only && isListed}>
            ${workflowName || workflowId}
          </option>`,
      )}
    </select>`;
  }
}

customElements.define('hs-range-bar', RangeBar);
