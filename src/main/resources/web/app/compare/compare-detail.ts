import { html, nothing, type TemplateResult } from 'lit';
import { api } from '../api/client';
import { asProblem, type Problem } from '../api/problem';
import { statusWord } from '../api/status';
import type { Json, Step } from '../api/types';
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
      if (asked === this.#asked) this.#steps = steps;
    } catch (thrown) {
      if (asked === this.#asked) this.#problem = asProblem(thrown);
    }
    this.requestUpdate();
  }

  #again(): void {
    this.#asked = '';
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const { row } = this;
    const { a, b } = this.comparison;
    return html`<section class="inspector cmp-detail" aria-label="What differs">
      <header>
        <h2 class="cut">${row ? names(row) : 'Both executions'}</h2>
        ${
          row
            ? html`<button
                class="quiet"
                aria-label="Back to both executions"
                title="Esc"
                @click=${() => adjust({ row: '' })}
              >
                ${icon('close')}
              </button>`
            : nothing
        }
      </header>
      ${
        row
          ? html`<ul class="cmp-facts">
              ${fact(a, row.a, row.lengthA)} ${fact(b, row.b, row.lengthB)}
            </ul>`
          : nothing
      }
      <div class="cmp-panel" tabindex="0" role="group" aria-label="Input, output and the rest">
        ${this.#panel(row ? this.#steps : [a.execution, b.execution])}
      </div>
    </section>`;
  }

  #panel(both: Both<Parts | null> | null): TemplateResult {
    if (this.#problem) {
      return failed(this.#problem, () => this.#again(), 'The steps could not be read');
    }
    if (!both || !(both[0] ?? both[1])) return html`<div class="skeleton block"></div>`;
    const [a, b] = both;
    const parts = PARTS.map((it) => this.#part(it, told(a?.[it]), told(b?.[it])));
    return html`${withheld(a, 'A')} ${withheld(b, 'B')} ${parts}
    ${
      parts.every((it) => it === nothing)
        ? html`<p class="muted">Neither has input, output or an error.</p>`
        : nothing
    }`;
  }

  #part(name: string, a?: Json, b?: Json): TemplateResult | typeof nothing {
    if (a === undefined && b === undefined) return nothing;
    return html`<h3>${name}</h3>
      <hs-json-diff .left=${a} .right=${b} .ignoring=${this.ignoring}></hs-json-diff>`;
  }
}

/** An absent value and an object with nothing in it say the same at the top of a record. */
function told(value: unknown): Json | undefined {
  const isEmpty = value === null || (typeof value === 'object' && Object.keys(value).length === 0);
  return isEmpty ? undefined : (value as Json);
}

function fact({ letter, id }: Side, step: Told | null, length: number | null): TemplateResult {
  if (!step) return html`<li><b>${letter}</b> <span class="muted">has no such step</span></li>`;
  const attempts = step.attempts.length;
  return html`<li>
    <b>${letter}</b> ${statusIcon(step.status, false)} ${statusWord(step.status)}
    <span class="num">${duration(length)}</span>
    ${attempts > 1 ? html`<span class="num muted">↻ ${attempts}</span>` : nothing}
    <a href=${href('execution', id, { step: step.key })} aria-label="Open in ${letter}">Open</a>
  </li>`;
}

function withheld(record: Parts | null, letter: string): TemplateResult | typeof nothing {
  const why = record?.payloadWithheld
    ? 'may not be read by this key'
    : record?.payloadExpired && 'were removed by their retention policy';
  return why
    ? html`<p class="muted">${icon('lock')} The payloads of ${letter} ${why}.</p>`
    : nothing;
}

async function newest(side: Side, step: Told | null): Promise<Step | null> {
  return step ? api.step(side.id, step.key, step.attempts.at(-1)?.attempt ?? 1) : null;
}

customElements.define('hs-compare-detail', CompareDetail);
