import { html, nothing, type TemplateResult } from 'lit';
import { key } from '../api/key';
import { asProblem, type Problem } from '../api/problem';
import { statusWord } from '../api/status';
import type { ExecutionItem } from '../api/types';
import { View } from '../base/view';
import { statusIcon } from '../look/status';
import { adjust, route } from '../route/router';
import { duration } from '../time/duration';
import { dateTime } from '../time/zone';
import { LAST_SUCCESS, requests, type WorkflowItem } from './requests';
import { failed } from '../look/failed';

type Letter = 'a' | 'b';

/** Where the two executions are chosen: by their id, or from the newest of a workflow. */
class ComparePicker extends View {
  #workflows: readonly WorkflowItem[] = [];
  #asked: string | null = null;
  #items: readonly ExecutionItem[] | null = null;
  #problem: Problem | null = null;

  constructor() {
    super();
    this.watch(route);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.until(
      key.subscribe(() => {
        this.#asked = null;
        this.#name();
      }),
    );
    this.#name();
  }

  #name(): void {
    this.requestUpdate();
    requests
      .workflows()
      .then((page) => {
        this.#workflows = page.items;
        this.requestUpdate();
      })
      // Without their names, the newest of all can be chosen from, and any by its id.
      .catch(() => undefined);
  }

  protected override willUpdate(): void {
    const workflow = route.value.query.get('workflow') ?? '';
    if (this.#asked !== workflow) void this.#load(workflow);
  }

  async #load(workflow: string): Promise<void> {
    this.#asked = workflow;
    this.#items = null;
    this.#problem = null;
    try {
      const { items } = await requests.recent(workflow);
      if (this.#asked !== workflow) return;
      this.#items = items;
    } catch (thrown) {
      if (this.#asked !== workflow) return;
      this.#problem = asProblem(thrown);
    }
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const workflow = route.value.query.get('workflow') ?? '';
    return html`<div class="cmp-picker">
      <p>
        <strong>Choose two executions to compare.</strong>
        <span class="muted"
          >Their steps are laid side by side: what took longer, what came out differently, what only
          one of them did.</span
        >
      </p>
      <label
        >Workflow
        <select
          @change=${(e: Event) => adjust({ workflow: (e.target as HTMLSelectElement).value })}
        >
          <option value="">All workflows</option>
          ${this.#workflows.map(
            (it) =>
              html`<option value=${it.workflowId} ?selected=${it.workflowId === workflow}>
                ${it.workflowName || it.workflowId}
              </option>`,
          )}
        </select>
      </label>
      <div class="cmp-two">${this.#side('a')} ${this.#side('b')}</div>
    </div>`;
  }

  #side(letter: Letter): TemplateResult {
    const chosen = route.value.query.get(letter) ?? '';
    const name = letter.toUpperCase();
    return html`<section aria-labelledby="pick-${letter}">
      <h2 id="pick-${letter}">${name}</h2>
      <form @submit=${(event: SubmitEvent) => this.#enter(event, letter)}>
        <input
          name="id"
          class="mono"
          required
          placeholder="id, or ext: and the external id"
          aria-label="Id of ${name}"
          .value=${chosen}
        />
        <button>${chosen ? 'Change' : 'Choose'}</button>
        ${
          letter === 'b'
            ? html`<button type="button" @click=${() => choose('b', LAST_SUCCESS)}>
                Last success before A
              </button>`
            : nothing
        }
      </form>
      ${this.#list(letter, chosen)}
    </section>`;
  }

  #list(letter: Letter, chosen: string): TemplateResult {
    if (this.#problem) {
      return failed(
        this.#problem,
        () => this.#load(this.#asked ?? ''),
        'The executions could not be read',
      );
    }
    const items = this.#items;
    if (!items) {
      return html`<div class="waiting" aria-busy="true">
        ${Array.from({ length: 8 }, () => html`<div class="skeleton"></div>`)}
      </div>`;
    }
    if (items.length === 0) {
      return html`<div class="notice">
        <p>There is no execution of this workflow.</p>
        <button @click=${() => adjust({ workflow: '' })}>All workflows</button>
      </div>`;
    }
    return html`<ul>
      ${items.map(
        (it) =>
          html`<li>
            <button
              class="quiet"
              aria-pressed=${it.id === chosen ? 'true' : 'false'}
              @click=${() => choose(letter, it.id, it.workflowId)}
            >
              ${statusIcon(it.status, false)}
              <span class="hidden-text">${statusWord(it.status)}</span>
              <span class="cut c-name">${it.workflowName || it.workflowId}</span>
              <span class="num cut">${dateTime(Date.parse(it.startedAt))}</span>
              <span class="num r">${duration(it.durationMs)}</span>
            </button>
          </li>`,
      )}
    </ul>`;
  }

  #enter(event: SubmitEvent, letter: Letter): void {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    choose(letter, (form.querySelector<HTMLInputElement>('[name=id]')?.value ?? '').trim());
  }
}

/** Back leads to where nothing was chosen. The other one is looked for in the same workflow first. */
function choose(letter: Letter, id: string, workflow?: string): void {
  adjust({ [letter]: id, row: '', ...(workflow ? { workflow } : {}) }, true);
}

customElements.define('hs-compare-picker', ComparePicker);
