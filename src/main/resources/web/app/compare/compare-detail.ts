import { html, nothing, type TemplateResult } from 'lit';
import { api } from '../api/client';
import { asProblem, type Problem } from '../api/problem';
import { statusWord } from '../api/status';
import type { Execution, Json, Step } from '../api/types';
import { View } from '../base/view';
import { icon } from '../look/icons';
import { statusIcon } from '../look/status';
import { failed } from '../look/failed';
import { adjust, href } from '../route/router';
import { duration } from '../time/duration';
import { names } from './compare-rows';
import type { Comparison, Side } from './comparison';
import type { Step as Told } from './pairing';
import type { Row } from './rows';
import '../json/diff-tree';

const PARTS = ['error', 'input', 'output', 'metadata', 'labels'] as const;

type Both<T> = readonly [a: T, b: T];
type Parts = Readonly<Partial<Record<(typeof PARTS)[number], unknown>>> & {
  readonly payloadWithheld?: boolean;
  readonly payloadExpired?: boolean;
};

/** What went in and out of the selected step in both executions; of these themselves, if none is. */
class CompareDetail extends View {
  static override properties = {
    comparison: { attribute: false },
    row: { attribute: false },
    ignoring: { attribute: false },
    stamp: { attribute: false },
  };

  declare comparison: Comparison;
  declare row: Row | null;
  declare ignoring: boolean;
  /** Another one with each change of the comparison. */
  declare stamp: number;

  #asked = '';
  #steps: Both<Step | null> | null = null;
  #problem: Problem | null = null;

  constructor() {
    super();
    this.row = null;
    this.ignoring = false;
  }

  protected override willUpdate(): void {
    const { a, b } = this.comparison;
    const asked = this.row ? JSON.stringify([a.id, b.id, this.row.id]) : '';
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.#steps = null;
    this.#problem = null;
    if (this.row) void this.#load(asked, this.row);
  }

  async #load(asked: string, row: Row): Promise<void> {
    const { a, b } = this.comparison;
    try {
      const steps = await Promise.all([newest(a, row.a), newest(b, row.b)]);
      if (asked !== this.#asked) return;
      this.#steps = steps;
    } catch (thrown) {
      if (asked !== this.#asked) return;
      this.#problem = asProblem(thrown);
    }
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const { row } = this;
    return html`<section class="inspector cmp-detail" aria-label="What differs">
      <header>
        <h2 class="cut">${row ? names(row) : 'Both executions'}</h2>
        ${
          row
            ? html`<button
                class="quiet"
                aria-label="Back to the whole executions"
                title="Back to the whole executions (Esc)"
                @click=${() => adjust({ row: '' })}
              >
                ${icon('close')}
              </button>`
            : nothing
        }
      </header>
      ${row ? this.#facts(row) : nothing}
      <div class="cmp-panel" tabindex="0" role="group" aria-label="Input, output and the rest">
        ${this.#panel()}
      </div>
    </section>`;
  }

  #facts(row: Row): TemplateResult {
    const { a, b } = this.comparison;
    const line = (side: Side, step: Told | null, length: number | null): TemplateResult =>
      step
        ? html`<li>
            <b>${side.letter}</b> ${statusIcon(step.status, false)} ${statusWord(step.status)}
            <span class="num">${duration(length)}</span>
            ${step.attempts.length > 1 ? html`<span class="num muted">${step.attempts.length} attempts</span>` : nothing}
            <a href=${href('execution', side.id, { step: step.key })}>Open in ${side.letter}</a>
          </li>`
        : html`<li><b>${side.letter}</b> <span class="muted">has no such step</span></li>`;
    return html`<ul class="cmp-facts">
      ${line(a, row.a, row.lengthA)} ${line(b, row.b, row.lengthB)}
    </ul>`;
  }

  #panel(): TemplateResult {
    const { a, b } = this.comparison;
    if (this.#problem) {
      return failed(
        this.#problem,
        () => {
          this.#asked = '';
          this.requestUpdate();
        },
        'The steps could not be read',
      );
    }
    const both: Both<Step | Execution | null> | null = this.row
      ? this.#steps
      : a.execution && b.execution
        ? [a.execution, b.execution]
        : null;
    if (!both) {
      return a.problem || b.problem ? html`` : html`<div class="skeleton block"></div>`;
    }
    const [one, other] = both as Both<Parts | null>;
    const parts = PARTS.map((it) => this.#part(it, one?.[it] as Json, other?.[it] as Json));
    const none = parts.every((it) => it === nothing);
    return html`${[one, other].map((it, i) => withheld(it, i ? 'B' : 'A'))} ${parts}
    ${none ? html`<p class="muted none">Neither has input, output or an error.</p>` : nothing}`;
  }

  #part(name: string, a: Json, b: Json): TemplateResult | typeof nothing {
    const [left, right] = [a, b].map((it) => (isNothing(it) ? undefined : it));
    if (left === undefined && right === undefined) return nothing;
    return html`<h3>${name}</h3>
      <hs-json-diff .left=${left} .right=${right} .ignoring=${this.ignoring}></hs-json-diff>`;
  }
}

/** An absent value and an object with nothing in it say the same at the top of a record. */
function isNothing(value: Json | undefined): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function withheld(record: Parts | null, letter: string): TemplateResult | typeof nothing {
  if (record?.payloadWithheld) {
    return html`<p class="none">
      ${icon('lock')} This key may not read the payloads of ${letter}.
    </p>`;
  }
  if (record?.payloadExpired) {
    return html`<p class="none muted">
      The payloads of ${letter} were removed by their retention policy.
    </p>`;
  }
  return nothing;
}

async function newest(side: Side, step: Told | null): Promise<Step | null> {
  return step ? api.step(side.id, step.key, step.attempts.at(-1)?.attempt ?? 1) : null;
}

customElements.define('hs-compare-detail', CompareDetail);
