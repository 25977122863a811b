import { html, type TemplateResult } from 'lit';
import type { Problem } from '../api/problem';
import { period } from '../time/period';

/** What is wrong with each field, by its name. */
export type Errors = Readonly<Record<string, string>>;

/** What the service says of each field, by the first step of its pointer. */
export function errorsOf(problem: Problem | null): Errors {
  const told = (problem?.members['errors'] ?? []) as { pointer: string; detail: string }[];
  return Object.fromEntries(told.map((it) => [it.pointer.split('/')[1] ?? '', it.detail]));
}

interface Looks {
  readonly hint?: string;
  readonly lines?: boolean;
}

/** A field with its hint, or in its place what is wrong with it. */
export function field(
  name: string,
  label: string,
  value: string,
  errors: Errors,
  set: (value: string) => void,
  { hint = '', lines = false }: Looks = {},
): TemplateResult {
  const error = errors[name];
  const invalid = error ? 'true' : 'false';
  const heard = (event: Event) => set((event.target as HTMLInputElement).value);
  const told = `${name}-told`;
  return html`<label>
    ${label}
    ${
      lines
        ? html`<textarea
            name=${name}
            rows="2"
            spellcheck="false"
            aria-invalid=${invalid}
            aria-describedby=${told}
            .value=${value}
            @input=${heard}
          ></textarea>`
        : html`<input
            name=${name}
            spellcheck="false"
            aria-invalid=${invalid}
            aria-describedby=${told}
            .value=${value}
            @input=${heard}
          />`
    }
    <span id=${told} class=${error ? 'fault' : 'muted small'}>${error ?? hint}</span>
  </label>`;
}

/** A field for a length of time, which is said again in words. */
export function ageField(
  name: string,
  label: string,
  value: string,
  errors: Errors,
  set: (value: string) => void,
  without = 'no limit',
): TemplateResult {
  const typed = value.trim().toUpperCase();
  const read = period(typed);
  const hint = typed === '' ? without : (read?.words ?? 'Such as P30D, P1Y, P2W or PT12H');
  return field(name, label, value, errors, set, { hint });
}
