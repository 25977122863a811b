import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { View } from '../base/view';
import { adjust, route } from '../route/router';
import { fromField, toField } from '../time/wall';
import { zoneName } from '../time/zone';
import { FILTERS, parted, type FilterName } from './filter';
import { editorOf, EDITORS, wordOf, type Choice } from './filter-kinds';

const MOST_CHOICES = 8;

/** Adds a filter: first which, then what. Opened for one that there is, it changes that one. */
class FilterForm extends View {
  static override properties = { name: { attribute: false }, changes: { attribute: false } };

  /** The filter that is asked for; none while it is being picked. */
  declare name: FilterName | '';
  /** Whether a value takes the place of what is there. */
  declare changes: boolean;

  #typed = '';
  #active = -1;

  constructor() {
    super();
    this.name = '';
    this.changes = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const outside = (event: PointerEvent): void => {
      if (!this.contains(event.target as Node)) this.#done();
    };
    document.addEventListener('pointerdown', outside);
    this.until(() => document.removeEventListener('pointerdown', outside));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('name')) return;
    this.#active = -1;
    const value = this.name && this.changes ? (route.value.query.get(this.name) ?? '') : '';
    const length = this.name === 'min' || this.name === 'max';
    this.#typed = length && value ? `${value} ms` : value.replaceAll('\\,', ',');
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('name')) this.querySelector<HTMLElement>('[role=menuitem], input')?.focus();
  }

  protected override render(): TemplateResult {
    return html`<div class="popover" @keydown=${(event: KeyboardEvent) => this.#key(event)}>
      ${this.name ? this.#form(this.name) : this.#menu()}
    </div>`;
  }

  #menu(): TemplateResult {
    return html`<div role="menu" aria-label="Filter to add">
      ${Object.entries(EDITORS).map(
        ([group, names]) =>
          html`<div role="group" aria-label=${group}>
            <span class="muted" aria-hidden="true">${group}</span>
            ${(Object.keys(names) as FilterName[]).map(
              (name) =>
                html`<button
                  class="quiet"
                  role="menuitem"
                  tabindex="-1"
                  @click=${() => (this.name = name)}
                >
                  ${wordOf(name)}
                </button>`,
            )}
          </div>`,
      )}
    </div>`;
  }

  #form(name: FilterName): TemplateResult {
    const editor = editorOf(name);
    const choices = this.#choices(name);
    const active = choices[this.#active];
    return html`<form
      aria-label=${wordOf(name)}
      @submit=${(event: Event) => this.#submit(event, name)}
    >
      ${
        name === 'from'
          ? this.#range()
          : html`<label
              >${wordOf(name)}
              <input
                name="value"
                class=${editor?.code ? 'mono' : ''}
                required
                autocomplete="off"
                spellcheck="false"
                placeholder=${editor?.hint ?? ''}
                role=${editor?.choices ? 'combobox' : nothing}
                aria-expanded=${editor?.choices ? choices.length > 0 : nothing}
                aria-controls=${editor?.choices ? 'choices' : nothing}
                aria-activedescendant=${active ? `choice-${this.#active}` : nothing}
                .value=${this.#typed}
                @input=${(event: Event) => this.#type(event)}
            /></label>`
      }
      ${
        choices.length > 0
          ? html`<ul id="choices" role="listbox" aria-label="Known values">
              ${choices.map(
                (it, i) =>
                  html`<li
                    id="choice-${i}"
                    role="option"
                    aria-selected=${i === this.#active ? 'true' : 'false'}
                    @click=${() => this.#set(name, it.value)}
                  >
                    <span class="cut">${it.word}</span
                    ><span class="num muted">${it.count.toLocaleString('en')}</span>
                  </li>`,
              )}
            </ul>`
          : nothing
      }
      <div class="actions">
        <button type="button" class="quiet" @click=${() => this.#done()}>Cancel</button>
        <button class="primary">${this.changes ? 'Change' : 'Add'}</button>
      </div>
    </form>`;
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

  #choices(name: FilterName): Choice[] {
    const words = this.#typed.toLowerCase();
    return (editorOf(name)?.choices?.() ?? [])
      .filter((it) => `${it.word} ${it.value}`.toLowerCase().includes(words))
      .slice(0, MOST_CHOICES);
  }

  #type(event: Event): void {
    const input = event.target as HTMLInputElement;
    input.setCustomValidity('');
    this.#typed = input.value;
    this.#active = -1;
    this.requestUpdate();
  }

  #submit(event: Event, name: FilterName): void {
    event.preventDefault();
    const chosen = this.#choices(name)[this.#active];
    if (name === 'from') this.#setRange(event.target as HTMLFormElement);
    else if (chosen) this.#set(name, chosen.value);
    else this.#setTyped(name);
  }

  #setTyped(name: FilterName): void {
    const input = this.querySelector('input');
    const editor = editorOf(name);
    const text = this.#typed.trim();
    const wrong = editor?.wrong?.(text) ?? '';
    input?.setCustomValidity(wrong);
    if (wrong) input?.reportValidity();
    // What is picked has no comma that is not part of it; what is typed may be several.
    else this.#set(name, editor?.read?.(text) ?? text);
  }

  #set(name: FilterName, value: string): void {
    const before = route.value.query.get(name) ?? '';
    const several = 'list' in FILTERS[name] || name === 'label';
    const all = several && !this.changes ? [...new Set([...parted(before), value])] : [value];
    adjust({ [name]: all.join(',') }, true);
    this.#done();
  }

  #setRange(form: HTMLFormElement): void {
    const data = new FormData(form);
    const end = (name: string): string => {
      const at = fromField(String(data.get(name) ?? ''));
      return Number.isFinite(at) ? new Date(at).toISOString() : '';
    };
    adjust({ last: '', from: end('from'), to: end('to') }, true);
    this.#done();
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // Letters are typed here, or pick an entry: none of them is a command.
    event.stopPropagation();
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape') this.#done();
    else if (!this.name) this.#walk(event, by);
    else if (by) {
      const count = this.#choices(this.name).length;
      if (count === 0) return;
      this.#active = (this.#active + by + count) % count;
      event.preventDefault();
      this.requestUpdate();
    }
  }

  #walk(event: KeyboardEvent, by: number | undefined): void {
    const entries = [...this.querySelectorAll<HTMLElement>('[role=menuitem]')];
    const at = entries.indexOf(document.activeElement as HTMLElement);
    let next: HTMLElement | undefined;
    if (by) next = entries[(at + by + entries.length) % entries.length];
    else if (event.key === 'Home') next = entries[0];
    else if (event.key === 'End') next = entries.at(-1);
    else if (event.key === 'Tab') this.#done();
    else if (event.key.length === 1 && event.key !== ' ') {
      const begins = (it: HTMLElement): boolean =>
        it.innerText.toLowerCase().startsWith(event.key.toLowerCase());
      next = entries.slice(at + 1).find(begins) ?? entries.find(begins);
    }
    if (next) event.preventDefault();
    next?.focus();
  }

  #done(): void {
    this.dispatchEvent(new CustomEvent('done'));
  }
}

customElements.define('hs-filter-form', FilterForm);
