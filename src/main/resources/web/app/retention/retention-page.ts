import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { key } from '../api/key';
import { asProblem, type Problem } from '../api/problem';
import { View } from '../base/view';
import { adjust, route } from '../route/router';
import { now } from '../time/clock';
import { zone } from '../time/zone';
import { Asked, failure } from './asked';
import { isForAll } from './policy';
import { requests, type Due, type Policy, type Sweep } from './requests';
import { storageTable } from './storage';
import { sweepsTable } from './sweeps';
import type { Question } from './typed-word';
import './policy-card';
import './policy-form';
import './typed-word';

const LOOK_AGAIN_MS = 1_500;

/** What is kept and why: policies, what they remove, what sweeps did, what is stored. */
class RetentionPage extends View {
  readonly #again = () => this.requestUpdate();
  readonly #policies = new Asked(requests.policies, this.#again);
  readonly #due = new Asked(requests.due, this.#again);
  readonly #sweeps = new Asked(requests.sweeps, this.#again);
  readonly #storage = new Asked(requests.storage, this.#again);
  readonly #all = [this.#policies, this.#due, this.#sweeps, this.#storage];
  #question: Question | null = null;
  /** What was done last, and how to take it back. */
  #done: { text: string; undo: (() => Promise<unknown>) | null } | null = null;
  #problem: Problem | null = null;
  #timer = 0;

  constructor() {
    super();
    this.watch(route);
    this.watch(zone);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = 'Retention · Hindsight';
    this.until(
      key.subscribe(() => {
        for (const it of this.#all) it.anew();
      }),
    );
    this.until(() => clearTimeout(this.#timer));
    this.#load();
  }

  #load(): void {
    for (const it of this.#all) void it.load();
  }

  protected override render(): TemplateResult {
    return html`<div class="retention" data-scroll>
      ${this.#doneBar()}
      <section aria-labelledby="policies-title">
        <header>
          <h2 id="policies-title">Policies</h2>
          <span class="grow"></span>
          <button class="primary" @click=${() => adjust({ new: '1' }, true)}>New policy</button>
        </header>
        ${
          this.#due.problem
            ? html`<div class="note">
                <span>What a sweep would remove now is not told here.</span>
                ${failure(this.#due.problem, '', () => void this.#due.load())}
              </div>`
            : nothing
        }
        ${this.#policies.show((policies) => this.#cards(policies), 8)}
      </section>
      <section aria-labelledby="sweeps-title">
        <header>
          <h2 id="sweeps-title">Sweeps</h2>
          <span class="grow"></span>
          <button @click=${() => this.#ask(this.#sweepNow())}>Sweep now…</button>
        </header>
        ${this.#sweeps.show((sweeps) => sweepsTable(sweeps, now()), 5)}
      </section>
      <section aria-labelledby="storage-title">
        <header><h2 id="storage-title">Storage</h2></header>
        ${this.#storage.show(storageTable, 8)}
      </section>
      ${this.#dialogs()}
    </div>`;
  }

  #cards(policies: readonly Policy[]): TemplateResult {
    const asked = policies.filter((it) => it.enabled);
    const wanted = route.value.query.get('edit') ?? '';
    return html`<p class="muted">
        The first that matches an execution decides on it. Running and pinned executions are never
        removed.
        ${
          asked.some(isForAll) ? nothing : html`<b>What none of these matches is kept for ever.</b>`
        }
      </p>
      ${
        wanted && !policies.some((it) => it.name === wanted)
          ? html`<p class="fault" role="alert">There is no policy ${wanted}.</p>`
          : nothing
      }
      ${repeat(
        policies,
        (it) => it.name,
        (it) =>
          html`<hs-policy-card
            .policy=${it}
            .place=${asked.indexOf(it) + 1}
            .due=${this.#dueOf(it.name)}
            @edit=${() => adjust({ edit: it.name }, true)}
            @drop=${() => this.#ask(this.#dropping(it))}
          ></hs-policy-card>`,
      )}`;
  }

  #dueOf(name: string): Due | null | undefined {
    const { value, problem } = this.#due;
    if (value === null && problem === null) return undefined;
    return value?.find((it) => it.policy === name) ?? null;
  }

  #doneBar(): TemplateResult {
    const done = this.#done;
    return html`<div class="done" role="status" ?hidden=${!done && !this.#problem}>
      ${this.#problem ? failure(this.#problem) : nothing}
      ${
        done
          ? html`<span>${done.text}</span>
              ${done.undo ? html`<button @click=${() => this.#undo()}>Undo</button>` : nothing}
              <button class="quiet" @click=${() => this.#tell(null)}>Dismiss</button>`
          : nothing
      }
    </div>`;
  }

  #dialogs(): TemplateResult {
    const { query } = route.value;
    const edited = this.#policies.value?.find((it) => it.name === query.get('edit')) ?? null;
    return html`${
      edited || query.has('new')
        ? html`<hs-policy-form
            .policy=${edited}
            .taken=${this.#policies.value?.map((it) => it.name) ?? []}
            .due=${(edited && this.#dueOf(edited.name)) ?? null}
            @done=${() => adjust({ edit: '', new: '' })}
            @saved=${(e: CustomEvent<{ saved: Policy; former: Policy | null }>) =>
              this.#saved(e.detail.saved, e.detail.former)}
          ></hs-policy-form>`
        : nothing
    }${
      this.#question
        ? html`<hs-typed-word
            .question=${this.#question}
            @done=${() => this.#ask(null)}
          ></hs-typed-word>`
        : nothing
    }`;
  }

  #ask(question: Question | null): void {
    this.#question = question;
    this.requestUpdate();
  }

  #tell(text: string | null, undo: (() => Promise<unknown>) | null = null): void {
    this.#done = text === null ? null : { text, undo };
    this.#problem = null;
    this.requestUpdate();
  }

  #saved({ name }: Policy, former: Policy | null): void {
    this.#tell(`Saved ${name}. The next sweep goes by it.`, () =>
      former ? requests.put(name, former) : requests.drop(name),
    );
    this.#load();
  }

  async #undo(): Promise<void> {
    const undo = this.#done?.undo;
    this.#tell(null);
    try {
      await undo?.();
      this.#tell('Undone: it is as it was.');
    } catch (thrown) {
      this.#problem = asProblem(thrown);
    }
    this.#load();
  }

  #dropping(policy: Policy): Question {
    return {
      title: `Delete ${policy.name}`,
      text: 'What it is about falls to the next policy that matches; what none matches is kept for ever.',
      word: policy.name,
      button: 'Delete the policy',
      act: async () => {
        await requests.drop(policy.name);
        this.#tell(`Deleted ${policy.name}.`, () => requests.put(policy.name, policy));
        this.#load();
      },
    };
  }

  #sweepNow(): Question {
    const due = this.#due.value?.reduce((sum, it) => sum + it.executions, 0);
    return {
      title: 'Sweep now',
      text:
        due === undefined
          ? 'Everything that is due is removed now, for good.'
          : `${due.toLocaleString('en')} executions are due and are removed now, for good.`,
      word: 'sweep',
      button: 'Sweep now',
      act: async () => {
        const sweep = await requests.sweep();
        this.#tell('Sweeping…');
        void this.#follow(sweep);
      },
    };
  }

  /** Looks until the sweep has ended, or somebody left. */
  async #follow(sweep: Sweep): Promise<void> {
    await this.#sweeps.load();
    const found = this.#sweeps.value?.find((it) => it.id === sweep.id);
    if (found?.completedAt) {
      const removed = found.items.reduce((sum, it) => sum + it.executions, 0);
      this.#tell(`Swept: ${removed.toLocaleString('en')} executions were removed.`);
      this.#load();
    } else if (this.isConnected) {
      this.#timer = window.setTimeout(() => void this.#follow(sweep), LOOK_AGAIN_MS);
    }
  }
}

customElements.define('hs-retention-page', RetentionPage);
