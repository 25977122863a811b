import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { items } from '../api/lists';
import { View } from '../base/view';
import { adjust, route } from '../route/router';
import { fromField, toField } from '../time/wall';
import { zoneName } from '../time/zone';
import { FILTERS, type FilterName } from './filter';
import { EDITORS, wordOf } from './filter-kinds';

/** Asks for the value of a filter: of a new one, or another for one that there is. */
class FilterForm extends View {
  static override properties = { name: { attribute: false }, changes: { attribute: false } };

  declare name: FilterName;
  /** Whether a value takes the place of what is there. */
  declare changes: boolean;

  override connectedCallback(): void {
    super.connectedCallback();
    const outside = (event: PointerEvent): void => {
      if (!this.contains(event.target as Node)) this.#done();
    };
    document.addEventListener('pointerdown', outside);
    this.until(() => document.removeEventListener('pointerdown', outside));
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('name')) this.querySelector('input')?.focus();
  }

  protected override render(): TemplateResult {
    return html`<form
      class="popover"
      aria-label=${wordOf(this.name)}
      @submit=${(event: Event) => this.#submit(event)}
      @keydown=${(event: KeyboardEvent) => {
        // What is typed here is no command.
        event.stopPropagation();
        if (event.key === 'Escape') this.#done();
      }}
    >
      ${this.name === 'from' ? this.#range() : this.#value()}
      <div class="actions">
        <button type="button" class="quiet" @click=${() => this.#done()}>Cancel</button>
        <button class="primary">${this.changes ? 'Change' : 'Add'}</button>
      </div>
    </form>`;
  }

  #value(): TemplateResult {
    const { name } = this;
    const { hint = '', pattern, code, choices } = EDITORS[name] ?? {};
    const value = this.changes ? (route.value.query.get(name) ?? '') : '';
    const length = name === 'min' || name === 'max';
    return html`<label
        >${wordOf(name)}
        <input
          class=${code ? 'mono' : ''}
          name="value"
          required
          autocomplete="off"
          spellcheck="false"
          placeholder=${hint}
          list=${choices ? 'choices' : nothing}
          pattern=${pattern ?? nothing}
          title=${pattern ? hint : nothing}
          .value=${length && value ? `${value} ms` : value}
      /></label>
      <datalist id="choices">
        ${choices?.().map((it) => html`<option value=${it.value}>${it.word} (${it.count})</option>`)}
      </datalist>`;
  }

  #range(): TemplateResult {
    const field = (end: 'from' | 'to', word: string) =>
      html`<label
        >${word}
        <input
          type="datetime-local"
          step="1"
          name=${end}
          .value=${toField(Date.parse(route.value.query.get(end) ?? ''))}
      /></label>`;
    return html`${field('from', 'From')}${field('to', 'To, not included')}
      <p class="muted">In ${zoneName()}, as everything on the screen.</p>`;
  }

  #submit(event: Event): void {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const typed = (name: string): string => String(new FormData(form).get(name) ?? '').trim();
    if (this.name !== 'from') return this.#set(typed('value'));
    const end = (name: string): string => {
      const at = fromField(typed(name));
      return Number.isFinite(at) ? new Date(at).toISOString() : '';
    };
    adjust({ last: '', from: end('from'), to: end('to') }, true);
    this.#done();
  }

  #set(text: string): void {
    const { name } = this;
    const value = EDITORS[name]?.read?.(text) ?? text;
    const several = 'list' in FILTERS[name] || name === 'label';
    const before = several && !this.changes ? items(route.value.query.get(name) ?? '') : [];
    adjust({ [name]: [...new Set([...before, value])].join(',') }, true);
    this.#done();
  }

  #done(): void {
    this.dispatchEvent(new CustomEvent('done'));
  }
}

customElements.define('hs-filter-form', FilterForm);
