import { html, nothing, type TemplateResult } from 'lit';
import { View } from '../base/view';
import { csv, type Table } from '../chart/table';
import { failed } from '../look/failed';
import { icon } from '../look/icons';
import { adjust, route } from '../route/router';
import { now } from '../time/clock';
import { ago } from '../time/duration';
import { Answer, type Known } from './answer';
import { figures } from './figures';
import { scope, type Scope } from './scope';

/**
 * One of the drawings: it asks when it comes into view, and again while it is there; shows what it
 * knows for as long as it knows nothing newer, and says so; and tells the same as a table.
 */
export abstract class Panel<T> extends View {
  /** As in the address. */
  abstract readonly name: string;
  abstract readonly heading: string;
  protected readonly answer = new Answer<T>(
    (of) => this.load(of),
    () => this.requestUpdate(),
  );

  #isSeen = false;
  #copied = '';
  readonly #sight = new IntersectionObserver(
    (entries) => {
      this.#isSeen = entries.at(-1)?.isIntersecting ?? false;
      this.#load();
    },
    { rootMargin: '80px' },
  );

  constructor() {
    super();
    this.watch(scope);
    this.watch(route);
  }

  protected abstract load(scope: Scope): Promise<T>;
  protected abstract draw(data: T, scope: Scope): TemplateResult;
  protected abstract table(data: T, scope: Scope): Table;
  protected abstract isEmpty(data: T): boolean;

  /** What is to be said beside the heading. */
  protected note(_data: T, _scope: Scope): TemplateResult | string {
    return '';
  }

  /** What else changes what is asked for. */
  protected question(): string {
    return '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sight.observe(this);
    this.until(() => this.#sight.disconnect());
  }

  protected override updated(): void {
    this.#load();
  }

  #load(isAnew = false): void {
    if (this.#isSeen) this.answer.ask(scope.value, this.question(), isAnew);
  }

  protected override render(): TemplateResult {
    const { known } = this.answer;
    const isTable = this.#tables().includes(this.name);
    const isOld = known !== null && known.scope.question !== scope.value.question;
    return html`<section class="panel" aria-labelledby="h-${this.name}">
      <header>
        <h2 id="h-${this.name}">${this.heading}</h2>
        <button
          class="quiet"
          aria-pressed=${isTable ? 'true' : 'false'}
          aria-label="${this.heading} as table"
          @click=${() => this.#toggle()}
        >
          As table
        </button>
        <button
          class="quiet"
          aria-label="Copy ${this.heading} as CSV"
          ?disabled=${!known}
          @click=${() => void this.#copy()}
        >
          ${icon('copy')}${this.#copied || 'CSV'}
        </button>
        <span class="hidden-text" role="status">${this.#copied}</span>
      </header>
      <p class="muted cut">${known ? this.#about(known) : nothing}</p>
      <div class="body ${isOld ? 'old' : ''}" aria-busy=${known ? 'false' : 'true'}>
        ${this.#body(isTable)}
      </div>
    </section>`;
  }

  #body(isTable: boolean): TemplateResult {
    const { known } = this.answer;
    if (known && this.isEmpty(known.data)) return this.#empty(known.scope);
    if (known && isTable) return figures(this.heading, this.table(known.data, known.scope));
    if (known) return this.draw(known.data, known.scope);
    const { problem } = this.answer;
    return problem ? failed(problem, () => this.#load(true)) : html`<div class="skeleton"></div>`;
  }

  /** What is shown; or that it is not what is there now. */
  #about({ data, scope, at }: Known<T>): TemplateResult | string {
    const { problem } = this.answer;
    if (!problem) return this.note(data, scope);
    const { title, message, status, requestId } = problem;
    return html`<span class="num" role="status"
      >${this.#again()} Updated ${ago(now() - at)}. ${title || message} ${status || ''}
      ${requestId}</span
    >`;
  }

  #again(): TemplateResult {
    return html`<button @click=${() => this.#load(true)}>${icon('retry')} Try again</button>`;
  }

  #empty({ workflow, range }: Scope): TemplateResult {
    const when = range['last'] ? `the last ${range['last']}` : 'this range';
    return html`<div class="notice">
      <strong>${this.nothing()}</strong>
      <p>${workflow ? `Of ${workflow}, in ${when}.` : `In ${when}.`}</p>
      ${
        workflow
          ? html`<button @click=${() => adjust({ workflow: '' }, true)}>All workflows</button>`
          : html`<button @click=${() => adjust({ last: '30d', from: '', to: '' }, true)}>
              Last 30 days
            </button>`
      }
    </div>`;
  }

  protected nothing(): string {
    return 'Nothing ran';
  }

  #tables(): string[] {
    return (route.value.query.get('table') ?? '').split(',').filter(Boolean);
  }

  #toggle(): void {
    const others = this.#tables().filter((it) => it !== this.name);
    const isTable = others.length < this.#tables().length;
    adjust({ table: [...others, ...(isTable ? [] : [this.name])].join(',') });
  }

  async #copy(): Promise<void> {
    const { known } = this.answer;
    if (!known) return;
    try {
      await navigator.clipboard.writeText(csv(this.table(known.data, known.scope)));
      this.#copied = 'Copied';
    } catch {
      this.#copied = 'Not allowed';
    }
    this.requestUpdate();
    setTimeout(() => {
      this.#copied = '';
      this.requestUpdate();
    }, 2_000);
  }
}
