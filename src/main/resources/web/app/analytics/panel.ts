import { html, type TemplateResult } from 'lit';
import { copied } from '../base/copy';
import { View } from '../base/view';
import { csv, type Table } from '../chart/table';
import { failed } from '../look/failed';
import { icon } from '../look/icons';
import { adjust, route } from '../route/router';
import { Answer } from './answer';
import { figures } from './figures';
import { scope, type Scope } from './scope';
import { stale } from './stale';

/**
 * One of the drawings: it asks when it comes into view, and again while it is there; shows what it
 * knows for as long as it knows nothing newer, and says so; and tells the same as a table.
 */
export abstract class Panel<T> extends View {
  /** As in the address. */
  abstract readonly name: string;
  abstract readonly heading: string;
  /** What is said where there is nothing. */
  protected readonly none: string = 'Nothing ran';
  protected readonly answer = new Answer<T>(
    (of) => this.load(of),
    () => this.requestUpdate(),
  );

  #isSeen = false;
  #copied = '';
  readonly #sight = new IntersectionObserver((entries) => {
    this.#isSeen = entries.at(-1)?.isIntersecting ?? false;
    this.#load();
  });

  constructor() {
    super();
    this.watch(scope);
    this.watch(route);
  }

  protected abstract load(scope: Scope): Promise<T>;
  protected abstract draw(data: T, scope: Scope): TemplateResult;
  /** The same in figures; without a row there is nothing to draw either. */
  protected abstract table(data: T, scope: Scope): Table;

  /** What is to be said beside the heading. */
  protected note(_data: T, _scope: Scope): TemplateResult | string {
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
    if (this.#isSeen) this.answer.ask(scope.value, isAnew);
  }

  protected override render(): TemplateResult {
    const { known, problem } = this.answer;
    const again = () => this.#load(true);
    const isTable = this.#tables().includes(this.name);
    const isOld = known !== null && known.scope.question !== scope.value.question;
    return html`<section class="panel" aria-labelledby="h-${this.name}">
      <header>
        <h2 id="h-${this.name}">${this.heading}</h2>
        <button class="quiet" aria-pressed=${isTable} @click=${() => this.#toggle()}>
          As table
        </button>
        <button class="quiet" ?disabled=${!known} @click=${() => void this.#copy()}>
          ${icon('copy')}<span role="status">${this.#copied || 'CSV'}</span>
        </button>
      </header>
      <p class="muted cut">
        ${known && (problem ? stale(problem, known.at, again) : this.note(known.data, known.scope))}
      </p>
      <div class="body ${isOld ? 'old' : ''}" aria-busy=${!known}>
        ${
          known
            ? this.#body(known.data, known.scope, isTable)
            : problem
              ? failed(problem, again)
              : html`<div class="skeleton"></div>`
        }
      </div>
    </section>`;
  }

  #body(data: T, of: Scope, isTable: boolean): TemplateResult {
    const table = this.table(data, of);
    if (table.rows.length === 0) return this.#empty(of);
    return isTable ? figures(this.heading, table) : this.draw(data, of);
  }

  #empty({ workflow, range }: Scope): TemplateResult {
    const when = range['last'] ? `the last ${range['last']}` : 'this range';
    const [word, wider] = workflow
      ? ['All workflows', { workflow: '' }]
      : ['Last 30 days', { last: '30d', from: '', to: '' }];
    return html`<div class="notice">
      <strong>${this.none}</strong>
      <p>In ${when}${workflow && `, of ${workflow}`}.</p>
      <button @click=${() => adjust(wider, true)}>${word}</button>
    </div>`;
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
    const table = csv(this.table(known.data, known.scope));
    this.#copied = (await copied(table)) ? 'Copied' : 'Not allowed';
    this.requestUpdate();
    setTimeout(() => {
      this.#copied = '';
      this.requestUpdate();
    }, 2_000);
  }
}
