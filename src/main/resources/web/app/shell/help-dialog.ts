import { html, type TemplateResult } from 'lit';
import { View } from '../base/view';

const KEYS: readonly (readonly [string[], string])[] = [
  [['j', 'k'], 'next and previous row'],
  [['Enter'], 'open'],
  [['Space'], 'peek without leaving the list'],
  [['x'], 'mark; two marks are compared'],
  [['Esc'], 'close, or back to the list'],
  [['[', ']'], 'previous and next run of the list'],
  [['/'], 'search'],
  [['.'], 'take in what is new'],
  [['1', '2'], 'timeline, steps'],
  [['f'], 'the whole run in view'],
  [['+', '-'], 'zoom the timeline'],
  [['q'], 'time in the queue'],
  [['e'], 'the failing step'],
  [['l'], 'follow a live run'],
  [['t'], 'theme'],
  [['z'], 'time zone'],
  [['?'], 'this'],
];

/** All keys there are. */
class HelpDialog extends View {
  protected override firstUpdated(): void {
    this.querySelector('dialog')?.showModal();
  }

  protected override render(): TemplateResult {
    return html`<dialog
      class="keys"
      aria-labelledby="help-title"
      @close=${() => this.dispatchEvent(new CustomEvent('done'))}
    >
      <h2 id="help-title">Keys</h2>
      <dl class="keys">
        ${KEYS.map(
          ([keys, meaning]) =>
            html`<dt>${keys.map((it) => html`<kbd>${it}</kbd> `)}</dt>
              <dd>${meaning}</dd>`,
        )}
      </dl>
      <form method="dialog" class="actions"><button>Close</button></form>
    </dialog>`;
  }
}

customElements.define('hs-help-dialog', HelpDialog);
