import { html, nothing, type TemplateResult } from 'lit';
import { View } from '../base/view';
import { adjust } from '../route/router';
import { fromField, toField } from '../time/wall';
import { names, listed } from './links';
import { scope } from './scope';
import { refreshWorkflows, workflowList } from './workflows';

const SPANS = ['1h', '24h', '7d', '30d'];

/** Of which time, and of which workflow; by the names that the list of executions knows. */
class RangeBar extends View {
  /** What was in the range when the fields were opened: what is typed there stays, though time moves. */
  #open: { from: number; to: number } | null = null;
  #wrong = '';

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
    const { range } = scope.value;
    const isFixed = !range['last'];
    const spans =
      isFixed || SPANS.includes(range['last'] ?? '') ? SPANS : [...SPANS, range['last'] ?? ''];
    return html`<div class="filters" role="search" aria-label="Filters">
      <div class="chips" role="group" aria-label="Range of time">
        ${spans.map(
          (span) =>
            html`<button
              aria-pressed=${span === range['last'] ? 'true' : 'false'}
              @click=${() => this.#last(span)}
            >
              ${span}
            </button>`,
        )}
        <button
          aria-pressed=${isFixed ? 'true' : 'false'}
          aria-expanded=${this.#open || isFixed ? 'true' : 'false'}
          @click=${() => {
            this.#open = this.#open ? null : scope.value;
            this.requestUpdate();
          }}
        >
          From, to
        </button>
      </div>
      ${this.#open || isFixed ? this.#fixed(isFixed) : nothing} ${this.#workflow()}
    </div>`;
  }

  #last(span: string): void {
    this.#open = null;
    adjust({ last: span, from: '', to: '' }, true);
    this.requestUpdate();
  }

  #fixed(isFixed: boolean): TemplateResult {
    const { from, to } = isFixed ? scope.value : (this.#open ?? scope.value);
    return html`<form
      class="fixed"
      @submit=${(e: Event) => {
        e.preventDefault();
        this.#take(new FormData(e.target as HTMLFormElement));
      }}
    >
      ${[['from', from] as const, ['to', to] as const].map(
        ([name, ms]) =>
          html`<label
            >${name}
            <input
              type="datetime-local"
              class="num"
              name=${name}
              required
              aria-invalid=${this.#wrong ? 'true' : 'false'}
              .value=${toField(ms)}
          /></label>`,
      )}
      <button>Show</button>
      ${this.#wrong ? html`<span role="alert">${this.#wrong}</span>` : nothing}
    </form>`;
  }

  /** What was typed is what the clocks of the screen's zone show. */
  #take(data: FormData): void {
    const [from, to] = ['from', 'to'].map((name) => fromField(String(data.get(name)))) as [
      number,
      number,
    ];
    this.#wrong = from < to ? '' : 'The end must be after the beginning.';
    this.requestUpdate();
    if (this.#wrong) return;
    const [a, b] = [from, to].map((it) => new Date(it).toISOString()) as [string, string];
    adjust({ last: '', from: a, to: b }, true);
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
