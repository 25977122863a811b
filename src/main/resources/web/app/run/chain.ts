import { html, nothing, type TemplateResult } from 'lit';
import { api } from '../api/client';
import { statusWord } from '../api/status';
import type { Execution, ExecutionItem } from '../api/types';
import { View } from '../base/view';
import { statusIcon } from '../look/status';
import { href } from '../route/router';
import { replays } from './requests';

/** The attempts at the same thing, each a dot that leads there. */
class Chain extends View {
  static override properties = { execution: { attribute: false } };

  declare execution: Execution;

  #asked = '';
  #runs: readonly ExecutionItem[] = [];

  protected override willUpdate(): void {
    const { execution } = this;
    if (execution.id === this.#asked) return;
    this.#asked = execution.id;
    // Who walks along the chain sees it stand.
    if (!this.#runs.some((it) => it.id === execution.id)) this.#runs = [];
    void this.#load(execution);
  }

  async #load(execution: Execution): Promise<void> {
    const root = execution.rootExecutionId ?? execution.replayOf ?? execution.id;
    try {
      const [first, others] = await Promise.all([
        api.execution(root).catch(() => execution),
        replays(root),
      ]);
      if (this.#asked !== execution.id) return;
      const known = new Map([first, execution, ...others].map((it) => [it.id, it]));
      this.#runs = [...known.values()].sort(
        (a, b) => a.attempt - b.attempt || (a.createdAt < b.createdAt ? -1 : 1),
      );
    } catch {
      // Without it, the run is told all the same.
    }
    this.requestUpdate();
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.#runs.length < 2) return nothing;
    return html`<nav class="chain" aria-label="Attempts">
      ${this.#runs.map(
        (it) =>
          html`<a
            href=${href('execution', it.id)}
            aria-current=${it.id === this.execution.id ? 'page' : nothing}
            title="Attempt ${it.attempt}, ${statusWord(it.status)}"
            >${statusIcon(it.status)} <span class="num">${it.attempt}</span></a
          >`,
      )}
    </nav>`;
  }
}

customElements.define('hs-chain', Chain);
