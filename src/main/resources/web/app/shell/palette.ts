import { html, nothing, type TemplateResult } from 'lit';
import { key } from '../api/key';
import { Dialog } from '../base/dialog';
import { fit, pieces } from './fit';
import { actions, literally, screens, type Command } from './commands';
import { recent, workflows } from './finds';

/** So many of a group are shown; typing brings the others. */
const MOST_OF_A_GROUP = 6;

/** What was found the last time: shown at once, until it is asked for again. */
const fetched = new Map<() => Promise<Command[]>, Command[]>();

interface Found {
  readonly command: Command;
  readonly score: number;
}

/** Goes anywhere and does anything by a few letters: a box to type in, and a list below it. */
class Palette extends Dialog {
  #typed = '';
  #at = 0;
  #waiting = 0;
  #failed = false;
  readonly #own = [...screens(), ...actions()];

  override connectedCallback(): void {
    super.connectedCallback();
    for (const find of [workflows, recent]) void this.#fetch(find);
    this.until(
      key.subscribe(() => {
        fetched.clear();
        this.requestUpdate();
      }),
    );
  }

  async #fetch(find: () => Promise<Command[]>): Promise<void> {
    this.#waiting++;
    try {
      fetched.set(find, await find());
    } catch {
      this.#failed = true;
    }
    this.#waiting--;
    this.requestUpdate();
  }

  /** By groups, those first whose best fits best. */
  #found(): Found[] {
    const groups = new Map<string, Found[]>();
    for (const command of [...this.#own, ...[...fetched.values()].flat()]) {
      const score = fit(this.#typed, command.text);
      if (score === null) continue;
      const group = groups.get(command.group) ?? [];
      groups.set(command.group, group);
      group.push({ command, score });
    }
    const typed = this.#typed.trim() !== '';
    const sorted = [...groups.values()];
    if (typed) {
      for (const group of sorted) group.sort((a, b) => b.score - a.score);
      sorted.sort((a, b) => (b[0] as Found).score - (a[0] as Found).score);
    }
    const literal = literally(this.#typed).map((command) => ({ command, score: 0 }));
    return [
      ...literal.filter((it) => !it.command.last),
      ...sorted.flatMap((group) => group.slice(0, typed ? MOST_OF_A_GROUP * 2 : MOST_OF_A_GROUP)),
      ...literal.filter((it) => it.command.last),
    ];
  }

  protected override render(): TemplateResult {
    const found = this.#found();
    this.#at = Math.max(0, Math.min(this.#at, found.length - 1));
    return html`<dialog
      class="palette"
      aria-label="Command palette"
      @click=${(event: Event) => event.target === event.currentTarget && this.close()}
      @keydown=${(event: KeyboardEvent) => this.#key(event, found)}
    >
      <input
        role="combobox"
        aria-label="Go to a screen, a workflow or an execution, or do something"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-autocomplete="list"
        aria-activedescendant=${found.length > 0 ? `palette-${this.#at}` : nothing}
        placeholder="Screen, workflow, id, or what to do"
        autocomplete="off"
        spellcheck="false"
        autofocus
        .value=${this.#typed}
        @input=${(event: Event) => this.#type((event.target as HTMLInputElement).value)}
      />
      <div
        id="palette-list"
        role="listbox"
        aria-label="What fits"
        @click=${(event: Event) => this.#run(found, indexOf(event))}
        @pointermove=${(event: Event) => this.#point(indexOf(event))}
      >
        ${found.map((it, i) => this.#option(it, i, found[i - 1]?.command.group))}
      </div>
      <p class="muted small">
        <kbd>↑</kbd> <kbd>↓</kbd> choose <kbd>Enter</kbd> go <kbd>Esc</kbd> close
        ${this.#waiting > 0 ? 'Asking for workflows and executions…' : this.#failed ? 'Workflows or executions could not be asked for.' : nothing}
      </p>
      <span class="hidden-text" role="status">${this.#typed ? `${found.length} fit` : ''}</span>
    </dialog>`;
  }

  #option({ command }: Found, i: number, before: string | undefined): TemplateResult {
    return html`${
        command.group === before
          ? nothing
          : html`<div class="group muted small" role="presentation">${command.group}</div>`
      }
      <div
        class="option"
        role="option"
        id="palette-${i}"
        data-at=${i}
        aria-selected=${i === this.#at ? 'true' : 'false'}
      >
        <span class="cut"
          >${pieces(this.#typed, command.text).map((it, i) => (i % 2 ? html`<b>${it}</b>` : it))}</span
        >
        <span class="num muted">${command.more ?? ''}</span>
      </div>`;
  }

  #type(typed: string): void {
    this.#typed = typed;
    this.#at = 0;
    this.requestUpdate();
  }

  #point(at: number): void {
    if (at < 0 || at === this.#at) return;
    this.#at = at;
    this.requestUpdate();
  }

  #key(event: KeyboardEvent, found: readonly Found[]): void {
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const by = moves[event.key];
    if (by !== undefined && found.length > 0) {
      this.#at = (this.#at + by + found.length) % found.length;
      this.requestUpdate();
      void this.updateComplete.then(() =>
        this.querySelector(`#palette-${this.#at}`)?.scrollIntoView({ block: 'nearest' }),
      );
    } else if (event.key === 'Enter') this.#run(found, this.#at);
    else if (event.key.toLowerCase() === 'k' && event.ctrlKey !== event.metaKey) this.close();
    else return;
    event.preventDefault();
  }

  #run(found: readonly Found[], at: number): void {
    const chosen = found[at];
    if (!chosen) return;
    this.close();
    chosen.command.run();
  }
}

function indexOf(event: Event): number {
  const option = (event.target as Element).closest<HTMLElement>('[data-at]');
  return option ? Number(option.dataset['at']) : -1;
}

customElements.define('hs-palette', Palette);
