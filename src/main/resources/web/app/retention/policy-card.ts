import { html, nothing, type TemplateResult } from 'lit';
import { View } from '../base/view';
import { bytes, count } from '../look/bytes';
import { href } from '../route/router';
import { now } from '../time/clock';
import { ago } from '../time/duration';
import { dateTime, fully, zone } from '../time/zone';
import { Asked } from './asked';
import { forecast } from './forecast';
import { leavingChart } from './leaving-chart';
import { asFilter, asQuery, limits, matches } from './policy';
import { requests, type Due, type Policy } from './requests';

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
  /** What is due by it; undefined while it is asked for, null where it is not told. */
  declare due: Due | null | undefined;

  #told = '';
  #seen = false;
  readonly #facts = new Asked(
    async () => {
      const query = asQuery(this.policy);
      const [matched, pinned, oldest] = await Promise.all([
        requests.counts(query),
        requests.counts([...query, ['pinned', 'true']]),
        requests.oldest([...query, ['pinned', 'false']]),
      ]);
      return { matched, pinned, oldest };
    },
    () => this.requestUpdate(),
  );
  readonly #later = new Asked(
    async () => ({ of: await forecast(this.policy, now()) }),
    () => this.requestUpdate(),
  );

  constructor() {
    super();
    this.due = null;
    this.place = 0;
    this.watch(zone);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Counts of a long history are not free: they are asked for by who looks.
    const sight = new IntersectionObserver(([entry]) => {
      if (!entry?.isIntersecting) return;
      this.#seen = true;
      this.#load();
    });
    sight.observe(this);
    this.until(() => sight.disconnect());
  }

  protected override updated(): void {
    this.#load();
  }

  #load(): void {
    const asked = JSON.stringify([this.policy, zone.value]);
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
        <span class="badge"
          >${policy.enabled ? html`asked ${ordinal(this.place)}` : html`switched off`}</span
        >
        <span class="muted num">priority ${policy.priority}</span>
        <span class="grow"></span>
        <button @click=${() => this.#tell('edit')}>Edit</button>
        <button class="quiet" @click=${() => this.#tell('drop')}>Delete…</button>
      </header>
      <p>About <b>${matches(policy)}</b></p>
      <ul class="limits">
        ${limits(policy).map((it) => html`<li>${it}</li>`)}
      </ul>
      ${this.#facts.show(
        ({ matched, pinned, oldest }) =>
          html`<dl class="facts">
            ${policy.enabled ? this.#due() : nothing}
            <div>
              <dt>Matches today</dt>
              <dd class="num">
                <a href=${href('executions', '', asFilter(policy))}>${count(matched.total)}</a>
              </dd>
            </div>
            <div>
              <dt>Pinned among them, kept</dt>
              <dd class="num">${count(pinned.total)}</dd>
            </div>
            <div>
              <dt>Still running, kept</dt>
              <dd class="num">${count(matched.running + matched.pending)}</dd>
            </div>
            <div>
              <dt>Oldest start</dt>
              <dd class="num">
                ${
                  oldest
                    ? html`<a
                          href=${href('execution', oldest.id)}
                          title=${fully(Date.parse(oldest.startedAt))}
                          >${dateTime(Date.parse(oldest.startedAt))}</a
                        >
                        <span class="muted"
                          >${
                            oldest.importedAt
                              ? `imported ${ago(now() - Date.parse(oldest.importedAt))}`
                              : ago(now() - Date.parse(oldest.startedAt))
                          }</span
                        >`
                    : 'none'
                }
              </dd>
            </div>
          </dl>`,
        2,
      )}
      ${
        policy.enabled
          ? this.#later.show(
              (it) => (it.of ? leavingChart(it.of, now(), this.place > 1) : html`${nothing}`),
              3,
            )
          : nothing
      }
    </article>`;
  }

  #due(): TemplateResult {
    const { due } = this;
    if (due === null) return html`${nothing}`;
    if (!due)
      return html`<div>
        <dt>A sweep now would remove</dt>
        <dd class="large">…</dd>
      </div>`;
    const also: string[] = [];
    if (due.payloadsExpired) also.push(`payloads of ${count(due.payloadsExpired)}`);
    if (due.logsExpired) also.push(`logs of ${count(due.logsExpired)}`);
    if (due.snapshotsTrimmed) also.push(`snapshots of ${count(due.snapshotsTrimmed)}`);
    return html`<div>
      <dt>A sweep now would remove</dt>
      <dd class="num">
        <b class="large">${count(due.executions)}</b> ${bytes(due.bytes)}
        ${also.length > 0 ? html`<span class="muted">and ${also.join(', ')}</span>` : nothing}
      </dd>
    </div>`;
  }

  #tell(what: 'edit' | 'drop'): void {
    this.dispatchEvent(new CustomEvent(what, { detail: this.policy }));
  }
}

function ordinal(place: number): string {
  const tail = place % 100;
  const end = tail > 10 && tail < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][place % 10] ?? 'th');
  return place === 1 ? 'first' : `${place}${end}`;
}

customElements.define('hs-policy-card', PolicyCard);
