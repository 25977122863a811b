import { html, type TemplateResult } from 'lit';
import type { Problem } from '../api/problem';
import { period } from '../time/period';
import { kindOf, type Draft, type Flag, type Typed } from './draft';

/** What is wrong with each field, by its name. */
export type Errors = Readonly<Record<string, string>>;

/** What the service says of each field, by the first step of its pointer. */
export function errorsOf(problem: Problem | null): Errors {
  const told = (problem?.members['errors'] ?? []) as { pointer: string; detail: string }[];
  return Object.fromEntries(told.map((it) => [it.pointer.split('/')[1] ?? '', it.detail]));
}

/** The fields of a form, which write into its draft. */
export class Fields {
  errors: Errors = {};

  constructor(
    private readonly draft: Draft,
    private readonly changed: () => void,
  ) {}

  /** A field with its hint, or in its place what is wrong with it. */
  text(name: Typed, label: string, hint: string): TemplateResult {
    const value = this.draft[name];
    const error = this.errors[name];
    const invalid = error ? 'true' : 'false';
    const heard = (event: Event) => {
      this.draft[name] = (event.target as HTMLInputElement).value;
      this.changed();
    };
    return html`<label>
      ${label}
      ${
        kindOf(name) === 'list'
          ? html`<textarea
              rows="2"
              aria-invalid=${invalid}
              .value=${value}
              @input=${heard}
            ></textarea>`
          : html`<input name=${name} aria-invalid=${invalid} .value=${value} @input=${heard} />`
      }
      <span class=${error ? 'fault' : 'muted small'}
        >${error ?? (kindOf(name) === 'age' ? inWords(value, hint) : hint)}</span
      >
    </label>`;
  }

  tick(name: Flag, label: string): TemplateResult {
    return html`<label class="tick">
      <input
        type="checkbox"
        .checked=${this.draft[name]}
        @change=${(event: Event) => {
          this.draft[name] = (event.target as HTMLInputElement).checked;
          this.changed();
        }}
      />
      ${label}
    </label>`;
  }
}

/** A length of time is said again in words. */
function inWords(typed: string, without: string): string {
  const text = typed.trim().toUpperCase();
  return text === '' ? without : (period(text)?.words ?? 'Such as P30D, P1Y, P2W or PT12H');
}
