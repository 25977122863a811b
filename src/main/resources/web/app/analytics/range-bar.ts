import { html, nothing, type TemplateResult } from 'lit';
import { listed, names } from '../api/lists';
import { View } from '../base/view';
import { adjust } from '../route/router';
import { fromField, toField } from '../time/wall';
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

  protected override updated(): void {
    // Without them there is no choice, but all else works.
    refreshWorkflows(scope.value).catch(() => undefined);
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
              aria-pressed=${span === last}
              @click=${() => adjust({ last: span, from: '', to: '' }, true)}
            >
              ${span}
            </button>`,
        )}
        <button aria-pressed=${isFixed} @click=${() => range(scope.value.from, scope.value.to)}>
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
    const choices = workflowList.value.map(
      (it) => [listed(it.workflowId), it.workflowName || it.workflowId] as const,
    );
    if (workflow && !choices.some(([it]) => it === workflow)) {
      choices.push([workflow, names(workflow).join(', ')]);
    }
    return html`<select
      aria-label="Workflow"
      @change=${(e: Event) => adjust({ workflow: (e.target as HTMLSelectElement).value }, true)}
    >
      ${[['', 'All workflows'] as const, ...choices].map(
        ([value, word]) =>
          html`<option value=${value} .selected=${value === workflow}>${word}</option>`,
      )}
    </select>`;
  }
}

customElements.define('hs-range-bar', RangeBar);
