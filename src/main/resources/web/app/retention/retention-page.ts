import { html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { key } from '../api/key';
import { asProblem } from '../api/problem';
import { View } from '../base/view';
import { counted } from '../look/amounts';
import { adjust, route } from '../route/router';
import { now } from '../time/clock';
import { zone } from '../time/zone';
import { failed } from '../look/failed';
import { Asked } from './asked';
import { isForAll } from './policy';
import { requests, type Due, type Policy } from './requests';
import { storageTable } from './storage';
import { sweepsTable } from './sweeps';
import type { Question } from './typed-word';
import './policy-card';
import './policy-form';
import './typed-word';

/** What was done, and how to take it back. */
interface Done {
  readonly text: string;
  readonly undo: (() => Promise<unknown>) | null;
}

interface Saved {
  readonly name: string;
  readonly former: Policy | null;
}

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
  #done: Done | null = null;

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
        for (const it of this.#all) it.forget();
        this.#load();
      }),
    );
    this.#load();
  }

  #load(): void {
    for (const it of this.#all) void it.load();
  }

  protected override render(): TemplateResult {
    const due = this.#due;
    return html`<div class="retention" data-scroll>
      ${this.#doneBar()}
      ${section(
        'Policies',
        html`<button class="primary" @click=${() => adjust({ new: '1' }, true)}>
          New policy
        </button>`,
        html`${due.problem ? failed(due.problem, due.load, 'What is due now is not told') : ''}
        ${this.#policies.show((policies) => this.#cards(policies), 8)}`,
      )}
      ${section(
        'Sweeps',
        html`<button @click=${() => this.#ask(this.#sweepNow())}>Sweep now…</button>`,
        this.#sweeps.show((sweeps) => sweepsTable(sweeps, now()), 5),
      )}
      ${section('Storage', '', this.#storage.show(storageTable, 8))} ${this.#dialogs()}
    </div>`;
  }

  #cards(policies: readonly Policy[]): TemplateResult {
    const asked = policies.filter((it) => it.enabled);
    const wanted = route.value.query.get('edit') ?? '';
    return html`<p class="muted">
        The first that matches an execution decides on it. Running and pinned executions are never
        removed.
        ${asked.some(isForAll) ? '' : html`<b>What none of these matches is kept for ever.</b>`}
      </p>
      ${
        wanted && !policies.some((it) => it.name === wanted)
          ? html`<p class="fault" role="alert">There is no policy ${wanted}.</p>`
          : ''
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

  #dueOf(name: string): Due | null {
    return this.#due.value?.find((it) => it.policy === name) ?? null;
  }

  #doneBar(): TemplateResult {
    const { text = '', undo = null } = this.#done ?? {};
    return html`<div class="done" role="status" ?hidden=${!text}>
      <span>${text}</span>
      ${undo ? html`<button @click=${() => this.#undo(undo)}>Undo</button>` : ''}
      <button class="quiet" @click=${() => this.#tell('')}>Dismiss</button>
    </div>`;
  }

  #dialogs(): TemplateResult {
    const { query } = route.value;
    const policies = this.#policies.value ?? [];
    const edited = policies.find((it) => it.name === query.get('edit')) ?? null;
    const question = this.#question;
    return html`${
      edited || query.has('new')
        ? html`<hs-policy-form
            .policy=${edited}
            .taken=${policies.map((it) => it.name)}
            .due=${edited && this.#dueOf(edited.name)}
            @done=${() => adjust({ edit: '', new: '' })}
            @saved=${(event: CustomEvent<Saved>) => this.#saved(event.detail)}
          ></hs-policy-form>`
        : ''
    }${
      question
        ? html`<hs-typed-word .question=${question} @done=${() => this.#ask(null)}></hs-typed-word>`
        : ''
    }`;
  }

  #ask(question: Question | null): void {
    this.#question = question;
    this.requestUpdate();
  }

  #tell(text: string, undo: Done['undo'] = null): void {
    this.#done = { text, undo };
    this.requestUpdate();
  }

  #saved({ name, former }: Saved): void {
    this.#tell(`Saved ${name}. The next sweep goes by it.`, () =>
      former ? requests.put(name, former) : requests.drop(name),
    );
    this.#load();
  }

  async #undo(undo: () => Promise<unknown>): Promise<void> {
    try {
      await undo();
      this.#tell('Undone: it is as it was.');
    } catch (thrown) {
      this.#tell(`Not undone: ${asProblem(thrown).message}`, undo);
    }
    this.#load();
  }

  #dropping(policy: Policy): Question {
    return {
      title: `Delete ${policy.name}`,
      text: 'What it is about falls to the next policy that matches; what none matches is kept for ever.',
      word: policy.name,
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
          : `What is due is removed now, for good: ${counted(due, 'execution')}.`,
      word: 'sweep',
      act: async () => void this.#sweep(),
    };
  }

  /** Tells of it when it is over, which may be long after the dialog is closed. */
  async #sweep(): Promise<void> {
    this.#tell('Sweeping…');
    try {
      const { items } = await requests.sweep();
      const removed = items.reduce((sum, it) => sum + it.executions, 0);
      this.#tell(`Swept: ${counted(removed, 'execution')} removed.`);
    } catch (thrown) {
      this.#tell(`No end of the sweep was told: ${asProblem(thrown).message}`);
    }
    this.#load();
  }
}

function section(title: string, button: unknown, content: TemplateResult): TemplateResult {
  return html`<section aria-label=${title}>
    <header>
      <h2>${title}</h2>
      <span class="grow"></span>
      ${button}
    </header>
    ${content}
  </section>`;
}

customElements.define('hs-retention-page', RetentionPage);
