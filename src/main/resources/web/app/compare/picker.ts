import { html, nothing, type TemplateResult } from 'lit';
import { key } from '../api/key';
import { asProblem, type Problem } from '../api/problem';
import type { ExecutionItem } from '../api/types';
import { View } from '../base/view';
import { failed } from '../look/failed';
import { statusIcon } from '../look/status';
import { adjust, route } from '../route/router';
import { duration } from '../time/duration';
import { dateTime, zone } from '../time/zone';
import { LAST_SUCCESS, requests } from './requests';

/** Where A and then B is chosen: from the newest, or by its id. */
class ComparePicker extends View {
  #asked: string | null = null;
  #items: readonly ExecutionItem[] | null = null;
  #problem: Problem | null = null;

  constructor() {
    super();
    this.watch(route);
    this.watch(zone);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.until(key.subscribe(() => this.#load()));
  }

  get #a(): string {
    return route.value.query.get('a') ?? '';
  }

  get #workflow(): string {
    return route.value.query.get('workflow') ?? '';
  }

  protected override willUpdate(): void {
    if (this.#asked !== this.#workflow) void this.#load();
  }

  async #load(): Promise<void> {
    const workflow = this.#workflow;
    this.#asked = workflow;
    this.#items = null;
    this.#problem = null;
    try {
      const { items } = await requests.recent(workflow);
      if (this.#asked === workflow) this.#items = items;
    } catch (thrown) {
      if (this.#asked === workflow) this.#problem = asProblem(thrown);
    }
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const a = this.#a;
    return html`<div class="cmp-picker">
      <h2>${a ? `Choose B, to compare with ${a}` : 'Choose A'}</h2>
      <p class="muted">
        ${
          a
            ? 'B is another run, best of the same workflow; the steps of both are put side by side.'
            : 'Two runs are put side by side, step by step. Choose the first here, or mark two in the list of executions (x).'
        }
      </p>
      <form @submit=${(event: SubmitEvent) => this.#enter(event)}>
        <input
          name="id"
          class="mono"
          required
          placeholder="id, or ext: and the external id"
          aria-label="Id"
        />
        <button>Choose</button>
        ${
          a
            ? html`<button type="button" @click=${() => this.#choose(LAST_SUCCESS)}>
                Last success before A
              </button>`
            : nothing
        }
        ${
          this.#workflow
            ? html`<button type="button" @click=${() => adjust({ workflow: '' })}>
                All workflows
              </button>`
            : nothing
        }
      </form>
      ${this.#list()}
    </div>`;
  }

  #list(): TemplateResult {
    if (this.#problem) {
      return failed(this.#problem, () => this.#load(), 'The executions could not be read');
    }
    const items = this.#items?.filter((it) => it.id !== this.#a);
    if (!items) return skeleton();
    if (items.length === 0) return html`<p class="muted">There is no execution to choose. They appear as engines report them.</p>`;
    return html`<ul>
      ${items.map(
        (it) =>
          html`<li>
            <button class="quiet" @click=${() => this.#choose(it.id, it.workflowId)}>
              ${statusIcon(it.status)}
              <span class="cut">${it.workflowName || it.workflowId}</span>
              <span class="mono muted cut">${it.externalId ?? `…${it.id.slice(-8)}`}</span>
              <span class="num cut">${dateTime(Date.parse(it.startedAt))}</span>
              <span class="num r">${duration(it.durationMs)}</span>
            </button>
          </li>`,
      )}
    </ul>`;
  }

  #enter(event: SubmitEvent): void {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const id = String(new FormData(form).get('id')).trim();
    form.reset();
    if (id) this.#choose(id);
  }

  /** Back leads to where it was not chosen. The other one is looked for in the same workflow first. */
  #choose(id: string, workflow = this.#workflow): void {
    adjust({ [this.#a ? 'b' : 'a']: id, workflow }, true);
  }
}

/** Rows that are about to come. */
export function skeleton(): TemplateResult {
  return html`<div class="waiting" aria-busy="true">
    ${Array.from({ length: 10 }, () => html`<div class="skeleton"></div>`)}
  </div>`;
}

customElements.define('hs-compare-picker', ComparePicker);
