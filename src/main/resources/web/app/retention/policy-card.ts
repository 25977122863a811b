import { html, type TemplateResult } from 'lit';
import { api } from '../api/client';
import type { ExecutionItem } from '../api/types';
import { View } from '../base/view';
import { count } from '../look/amounts';
import { facts } from '../look/sheet';
import { href } from '../route/router';
import { now } from '../time/clock';
import { ago } from '../time/duration';
import { dateTime, fully, zone } from '../time/zone';
import { Asked } from './asked';
import { forecast } from './forecast';
import { leavingChart } from './leaving-chart';
import { asFilter, asQuery, limits, matches } from './policy';
import { requests, type Due, type Policy } from './requests';
import { tally } from './tally';

/** One policy: its limits, what it is about, what it would remove now and later. */
class PolicyCard extends View {
  static override properties = {
    policy: { attribute: false },
    place: { attribute: false },
    due: { attribute: false },
  };

  declare policy: Policy;
  /** The how-manieth it is asked; 0 if it is not. */
  declare place: number;
  /** What is due by it, where it is told. */
  declare due: Due | null;

  #told = '';
  #seen = false;
  readonly #facts = new Asked(
    async () => {
      const query = asQuery(this.policy);
      const [matched, pinned, oldest] = await Promise.all([
        api.counts(query),
        api.counts([...query, ['pinned', 'true']]),
        requests.oldest([...query, ['pinned', 'false']]),
      ]);
      return { matched, pinned, oldest };
    },
    () => this.requestUpdate(),
  );
  readonly #later = new Asked(
    () => forecast(this.policy, now()),
    () => this.requestUpdate(),
  );

  constructor() {
    super();
    this.watch(zone);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Counts of a long history are not free: they are asked for by who looks.
    const sight = new IntersectionObserver(([entry]) => {
      this.#seen ||= entry?.isIntersecting ?? false;
      this.#load();
    });
    sight.observe(this);
    this.until(() => sight.disconnect());
  }

  protected override updated(): void {
    this.#load();
  }

  #load(): void {
    const asked = JSON.stringify(this.policy);
    if (!this.#seen || asked === this.#told) return;
    this.#told = asked;
    void this.#facts.load();
    void this.#later.load();
  }

  protected override render(): TemplateResult {
    const { policy } = this;
    return html`<article class="policy ${policy.enabled ? '' : 'off'}">
      <header>
        <h3 class="cut" title=${policy.name}>${policy.name}</h3>
        <span class="badge">${policy.enabled ? `asked as no. ${this.place}` : 'switched off'}</span>
        <span class="muted num">priority ${policy.priority}</span>
        <span class="grow"></span>
        <button @click=${() => this.#tell('edit')}>Edit</button>
        <button class="quiet" @click=${() => this.#tell('drop')}>Delete…</button>
      </header>
      <p>About <b>${matches(policy)}</b></p>
      <ul class="limits">
        ${limits(policy).map((it) => html`<li>${it}</li>`)}
      </ul>
      ${this.#facts.show(({ matched, pinned, oldest }) =>
        facts([
          ...(policy.enabled ? this.#due() : []),
          [
            'Matches today',
            html`<a href=${href('executions', '', asFilter(policy))}>${count(matched.total)}</a>`,
          ],
          ['Pinned among them, kept', count(pinned.total)],
          ['Still running, kept', count(matched.running + matched.pending)],
          ['Oldest start', oldest ? oldestLink(oldest) : 'none'],
        ]),
      )}
      ${policy.enabled ? this.#later.show(leavingChart) : ''}
    </article>`;
  }

  /** It comes later than the rest, and has its place before: nothing moves. */
  #due(): [string, unknown][] {
    return [['A sweep now would remove', html`<b>${this.due ? tally(this.due) : '…'}</b>`]];
  }

  #tell(what: 'edit' | 'drop'): void {
    this.dispatchEvent(new CustomEvent(what));
  }
}

function oldestLink({ id, startedAt, importedAt }: ExecutionItem): TemplateResult {
  const at = Date.parse(startedAt);
  const old = ago(now() - Date.parse(importedAt ?? startedAt));
  return html`<a href=${href('execution', id)} title=${fully(at)}>${dateTime(at)}</a>
    <span class="muted">${importedAt ? 'imported' : ''} ${old}</span>`;
}

customElements.define('hs-policy-card', PolicyCard);
