import { html, nothing, type TemplateResult } from 'lit';
import { asProblem, type Problem } from '../api/problem';
import { isOver, STATUSES, statusWord } from '../api/status';
import { View } from '../base/view';
import { statusIcon } from '../look/status';
import { failure } from './asked';
import { bodyOf, draftOf, type Draft } from './draft';
import { ageField, errorsOf, field, type Errors } from './fields';
import { NEW } from './policy';
import { requests, type Due, type Policy } from './requests';
import { wouldRemove } from './would-remove';

/**
 * Makes a policy or changes one. What it would remove is told before it can be saved: a dry run of
 * exactly what stands in the form.
 */
class PolicyForm extends View {
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

  #draft: Draft = draftOf(NEW);
  /** What the last dry run was of, and what it told. */
  #tried = '';
  #would: Due | null = null;
  #busy = false;
  #problem: Problem | null = null;

  constructor() {
    super();
    this.policy = null;
    this.due = null;
    this.taken = [];
  }

  protected override firstUpdated(): void {
    this.#draft = draftOf(this.policy ?? NEW);
    this.requestUpdate();
    this.querySelector('dialog')?.showModal();
  }

  get #body(): string {
    return JSON.stringify(bodyOf(this.#draft));
  }

  protected override render(): TemplateResult {
    const draft = this.#draft;
    const errors = { ...errorsOf(this.#problem), ...this.#nameError() };
    const set = (change: Partial<Draft>) => {
      Object.assign(draft, change);
      this.requestUpdate();
    };
    return html`<dialog
      class="policy-form"
      aria-labelledby="policy-title"
      @close=${() => this.dispatchEvent(new CustomEvent('done'))}
    >
      <form novalidate autocomplete="off" @submit=${(event: SubmitEvent) => this.#submit(event)}>
        <h2 id="policy-title">${this.policy ? `Change ${this.policy.name}` : 'New policy'}</h2>
        <div class="pair">
          ${
            this.policy
              ? nothing
              : field('name', 'Name', draft.name, errors, (name) => set({ name }))
          }
          ${field('priority', 'Priority', draft.priority, errors, (priority) => set({ priority }), {
            hint: 'The lowest that matches decides',
          })}
          <label class="tick">
            <input
              type="checkbox"
              .checked=${draft.enabled}
              @change=${(e: Event) => set({ enabled: (e.target as HTMLInputElement).checked })}
            />
            Enabled
          </label>
        </div>
        <fieldset>
          <legend>What it is about</legend>
          <div class="chips" role="group" aria-label="Status; none means any">
            ${STATUSES.filter((it) => isOver(it) || draft.status.has(it)).map(
              (status) =>
                html`<button
                  type="button"
                  class="chip"
                  aria-pressed=${draft.status.has(status) ? 'true' : 'false'}
                  @click=${() => {
                    const next = new Set(draft.status);
                    if (!next.delete(status)) next.add(status);
                    set({ status: next });
                  }}
                >
                  ${statusIcon(status, false)} ${statusWord(status)}
                </button>`,
            )}
          </div>
          ${errors['status'] ? html`<p class="fault">${errors['status']}</p>` : nothing}
          <div class="pair">
            ${field(
              'workflowId',
              'Workflows',
              draft.workflowId,
              errors,
              (it) => set({ workflowId: it }),
              {
                hint: 'Ids, one a line; none means any',
                lines: true,
              },
            )}
            ${field('label', 'Labels', draft.label, errors, (label) => set({ label }), {
              hint: 'key:value, one a line; all must match',
              lines: true,
            })}
          </div>
        </fieldset>
        <fieldset>
          <legend>What goes, and when</legend>
          <div class="pair">
            ${ageField('maxAge', 'Executions older than', draft.maxAge, errors, (it) => set({ maxAge: it }))}
            ${ageField('payloadMaxAge', 'Payloads older than', draft.payloadMaxAge, errors, (it) => set({ payloadMaxAge: it }))}
            ${ageField('logMaxAge', 'Logs older than', draft.logMaxAge, errors, (it) => set({ logMaxAge: it }))}
            ${field('maxCount', 'All but the newest', draft.maxCount, errors, (it) => set({ maxCount: it }), { hint: 'Executions' })}
            <label>
              Counted per
              <select
                .value=${draft.countPer}
                @change=${(e: Event) => set({ countPer: (e.target as HTMLSelectElement).value as Draft['countPer'] })}
              >
                <option value="workflow">workflow</option>
                <option value="policy">policy, over all of them</option>
              </select>
            </label>
            ${field('maxSnapshots', 'All snapshots but the newest', draft.maxSnapshots, errors, (it) => set({ maxSnapshots: it }), { hint: 'Of an execution' })}
            <label class="tick">
              <input
                type="checkbox"
                .checked=${draft.archive}
                @change=${(e: Event) => set({ archive: (e.target as HTMLInputElement).checked })}
              />
              To the archive first
            </label>
            ${
              draft.archive
                ? ageField(
                    'archiveMaxAge',
                    'Archived ones stay for',
                    draft.archiveMaxAge,
                    errors,
                    (it) => set({ archiveMaxAge: it }),
                    'for ever',
                  )
                : nothing
            }
          </div>
        </fieldset>
        ${this.#outcome(errors)}
      </form>
    </dialog>`;
  }

  #nameError(): Errors {
    const name = this.#draft.name.trim();
    if (this.policy || !this.taken.includes(name)) return {};
    return { name: 'There is a policy of this name: change that one, or take another name.' };
  }

  #outcome(errors: Errors): TemplateResult {
    const fresh = this.#would !== null && this.#tried === this.#body && !this.#nameError()['name'];
    return html`<div class="outcome" role="status">
        ${this.#problem ? this.#failed(errors) : fresh ? wouldRemove(this.#would as Due, this.policy ? this.due : null) : html`<p class="muted">A dry run tells what this would remove; nothing is removed by it.</p>`}
      </div>
      <div class="actions">
        <button type="button" @click=${() => this.querySelector('dialog')?.close()}>Cancel</button>
        <button class=${fresh ? '' : 'primary'} value="try" ?disabled=${this.#busy}>Dry run</button>
        <button class=${fresh ? 'primary' : ''} value="save" ?disabled=${!fresh || this.#busy}>
          Save
        </button>
      </div>`;
  }

  #failed(errors: Errors): TemplateResult {
    const problem = this.#problem as Problem;
    return Object.keys(errors).length > 0
      ? html`<p class="fault">Not as it stands: see what is said at the fields.</p>`
      : failure(problem);
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.#busy) return;
    const body = this.#body;
    const saves = (event.submitter as HTMLButtonElement | null)?.value === 'save';
    if (saves && this.#tried !== body) return;
    this.#busy = true;
    this.requestUpdate();
    try {
      if (saves) await this.#save();
      else await this.#try(body);
      this.#problem = null;
    } catch (thrown) {
      this.#problem = asProblem(thrown);
      this.#would = null;
    }
    this.#busy = false;
    this.requestUpdate();
    await this.updateComplete;
    this.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }

  async #try(body: string): Promise<void> {
    this.#would = await requests.dueBy(bodyOf(this.#draft));
    this.#tried = body;
  }

  async #save(): Promise<void> {
    const { policy } = this;
    const saved = await requests.put(policy?.name ?? this.#draft.name.trim(), bodyOf(this.#draft));
    this.dispatchEvent(new CustomEvent('saved', { detail: { saved, former: policy } }));
    this.querySelector('dialog')?.close();
  }
}

customElements.define('hs-policy-form', PolicyForm);
