import { html, nothing, type TemplateResult } from 'lit';
import { mayWrite } from '../api/key';
import { asProblem, type Problem } from '../api/problem';
import type { Execution } from '../api/types';
import { View } from '../base/view';
import { failed } from '../look/failed';
import { icon } from '../look/icons';
import { go, href } from '../route/router';
import { replay } from './requests';

/** Asks for another run like this one, where whoever looks may. */
class Replay extends View {
  static override properties = { execution: { attribute: false } };

  declare execution: Execution;

  #busy = false;
  #problem: Problem | null = null;

  constructor() {
    super();
    this.watch(mayWrite);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { execution } = this;
    if (!mayWrite.value || execution.deletedAt) return nothing;
    const why = whyNot(execution);
    return html`<button
        popovertarget="again"
        title=${why || 'Ask engines for another run like this one'}
        ?disabled=${why !== ''}
      >
        ${icon('retry')} Run again
      </button>
      <div
        id="again"
        class="again"
        popover
        role="dialog"
        aria-label="Run again"
        @beforetoggle=${(event: ToggleEvent) => this.#place(event)}
      >
        <p>
          A new, pending execution is stored: attempt ${execution.attempt + 1}, with the same
          workflow, input and labels. It runs as soon as an engine takes it.
        </p>
        ${this.#problem ? failed(this.#problem) : nothing}
        <div class="actions">
          <button popovertarget="again" popovertargetaction="hide">Cancel</button>
          <button
            class="primary"
            autofocus
            ?disabled=${this.#busy}
            @click=${() => void this.#replay()}
          >
            Run again
          </button>
        </div>
      </div>`;
  }

  /** Below the button, and within the window. */
  #place(event: ToggleEvent): void {
    if (event.newState !== 'open') return;
    this.#problem = null;
    this.requestUpdate();
    const { bottom, right } = this.getBoundingClientRect();
    const { style } = event.target as HTMLElement;
    style.top = `${bottom + 4}px`;
    style.right = `${Math.max(8, Math.min(innerWidth - right, innerWidth - 336))}px`;
  }

  async #replay(): Promise<void> {
    const { id } = this.execution;
    this.#busy = true;
    this.#problem = null;
    this.requestUpdate();
    try {
      const begun = await replay(id);
      this.querySelector<HTMLElement>('#again')?.hidePopover();
      // Whoever has gone elsewhere meanwhile stays there.
      if (this.isConnected && this.execution.id === id) go(href('execution', begun.id));
    } catch (thrown) {
      this.#problem = asProblem(thrown);
    }
    this.#busy = false;
    this.requestUpdate();
  }
}

/** Why the service would not run it again without being told another input. */
function whyNot({ payloadExpired, notices = [] }: Execution): string {
  if (payloadExpired) return 'Its input has been removed by retention';
  const altered = notices.some(
    ({ kind, pointer }) =>
      (kind === 'truncated' || kind === 'redacted') && /^\/input(\/|$)/.test(pointer),
  );
  return altered ? 'Its input was masked or cut when it was stored' : '';
}

customElements.define('hs-replay', Replay);
