import { html, type TemplateResult } from 'lit';
import { asProblem, type Problem } from '../api/problem';
import { isOver, STATUSES, statusWord } from '../api/status';
import type { Status } from '../api/types';
import { Dialog } from '../base/dialog';
import { failed } from '../look/failed';
import { statusIcon } from '../look/status';
import { bodyOf, draftOf, linesOf, type Draft } from './draft';
import { errorsOf, Fields } from './fields';
import { NEW } from './policy';
import { requests, type Due, type Policy } from './requests';
import { tally } from './tally';

/**
 * Makes a policy or changes one. What it would remove is told before it can be saved: a dry run of
 * exactly what stands in the form.
 */
class PolicyForm extends Dialog {
  static override properties = {
    policy: { attribute: false },
    due: { attribute: false },
    taken: { attribute: false },
  };

  /** The policy that is changed; null makes a new one. */
  declare policy: Policy | null;
  /** What is due by it as it is stored. */
  declare due: Due | null;
  /** Names of the policies there are: a new one must not replace one of them unseen. */
  declare taken: readonly string[];

  #draft!: Draft;
  #fields!: Fields;
  /** What the last dry run was of, and what it told. */
  #tried = '';
  #would: Due | null = null;
  #busy = false;
  #problem: Problem | null = null;

  protected override willUpdate(): void {
    if (this.#fields) return;
    this.#draft = draftOf(this.policy ?? NEW);
    this.#fields = new Fields(this.#draft, () => this.requestUpdate());
  }

  protected override render(): TemplateResult {
    const fields = this.#fields;
    const taken = !this.policy && this.taken.includes(this.#draft.name.trim());
    fields.errors = {
      ...errorsOf(this.#problem),
      ...(taken ? { name: 'There is a policy of this name.' } : {}),
    };
    const fresh = !taken && this.#would !== null && this.#tried === this.#body;
    return html`<dialog class="policy-form" aria-labelledby="policy-title">
      <form
        novalidate
        autocomplete="off"
        spellcheck="false"
        @submit=${(event: SubmitEvent) => this.#submit(event)}
      >
        <h2 id="policy-title">${this.policy ? `Change ${this.policy.name}` : 'New policy'}</h2>
        <div class="pair">
          ${this.policy ? '' : fields.text('name', 'Name', '')}
          ${fields.text('priority', 'Priority', 'The lowest that matches decides')}
          ${fields.tick('enabled', 'Enabled')}
        </div>
        <fieldset>
          <legend>What it is about</legend>
          ${this.#statuses()}
          <div class="pair">
            ${fields.text('workflowId', 'Workflows', 'Ids, one a line; none means any')}
            ${fields.text('label', 'Labels', 'key:value, one a line; all must match')}
          </div>
        </fieldset>
        <fieldset>
          <legend>What goes, and when</legend>
          <div class="pair">
            ${fields.text('maxAge', 'Executions older than', 'no limit')}
            ${fields.text('payloadMaxAge', 'Payloads older than', 'no limit')}
            ${fields.text('logMaxAge', 'Logs older than', 'no limit')}
            ${fields.text('maxCount', 'All but the newest', 'Executions')} ${this.#countPer()}
            ${fields.text('maxSnapshots', 'All snapshots but the newest', 'Of an execution')}
            ${fields.tick('archive', 'To the archive first')}
            ${
              this.#draft.archive
                ? fields.text('archiveMaxAge', 'Archived ones stay for', 'for ever')
                : ''
            }
          </div>
        </fieldset>
        <div role="status">${this.#outcome(fresh)}</div>
        <div class="actions">
          <button type="button" @click=${() => this.close()}>Cancel</button>
          <button class=${fresh ? '' : 'primary'} ?disabled=${this.#busy}>Dry run</button>
          <button class=${fresh ? 'primary' : ''} value="save" ?disabled=${!fresh || this.#busy}>
            Save
          </button>
        </div>
      </form>
    </dialog>`;
  }

  #statuses(): TemplateResult {
    const chosen = new Set(linesOf(this.#draft.status));
    const toggle = (status: Status) => {
      if (!chosen.delete(status)) chosen.add(status);
      this.#set('status', [...chosen].join('\n'));
    };
    return html`<div class="chips" role="group" aria-label="Status; none means any">
        ${STATUSES.filter((it) => isOver(it) || chosen.has(it)).map(
          (status) =>
            html`<button
              type="button"
              class="chip"
              aria-pressed=${chosen.has(status) ? 'true' : 'false'}
              @click=${() => toggle(status)}
            >
              ${statusIcon(status, false)} ${statusWord(status)}
            </button>`,
        )}
      </div>
      <p class="fault">${this.#fields.errors['status'] ?? ''}</p>`;
  }

  #countPer(): TemplateResult {
    return html`<label>
      Counted per
      <select
        .value=${this.#draft.countPer}
        @change=${(event: Event) => this.#set('countPer', (event.target as HTMLSelectElement).value)}
      >
        <option value="workflow">workflow</option>
        <option value="policy">policy, over all of them</option>
      </select>
    </label>`;
  }

  #set(name: 'status' | 'countPer', value: string): void {
    this.#draft[name] = value;
    this.requestUpdate();
  }

  #outcome(fresh: boolean): TemplateResult {
    if (Object.keys(this.#fields.errors).length > 0) {
      return html`<p class="fault">Not as it stands: see what is said at the fields.</p>`;
    }
    if (this.#problem) return failed(this.#problem);
    if (!fresh || !this.#would) {
      return html`<p class="muted">
        A dry run tells what this would remove, and removes nothing.
      </p>`;
    }
    return html`<p>With this, a sweep now would remove <b>${tally(this.#would)}</b>.</p>
      ${this.due ? html`<p class="muted">As it is stored: ${tally(this.due)}.</p>` : ''}`;
  }

  get #body(): string {
    return JSON.stringify(bodyOf(this.#draft));
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.#busy) return;
    const saves = (event.submitter as HTMLButtonElement | null)?.value === 'save';
    this.#busy = true;
    this.#problem = null;
    this.requestUpdate();
    try {
      await (saves ? this.#save() : this.#try());
    } catch (thrown) {
      this.#problem = asProblem(thrown);
      this.#would = null;
    }
    this.#busy = false;
    this.requestUpdate();
    await this.updateComplete;
    this.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }

  async #try(): Promise<void> {
    const body = this.#body;
    this.#would = await requests.dueBy(bodyOf(this.#draft));
    this.#tried = body;
  }

  async #save(): Promise<void> {
    const { policy } = this;
    const name = policy?.name ?? this.#draft.name.trim();
    await requests.put(name, bodyOf(this.#draft));
    this.dispatchEvent(new CustomEvent('saved', { detail: { name, former: policy } }));
    this.close();
  }
}

customElements.define('hs-policy-form', PolicyForm);
