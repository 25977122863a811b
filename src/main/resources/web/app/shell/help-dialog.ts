import { html, type TemplateResult } from 'lit';
import { View } from '../base/view';

const KEYS: readonly (readonly [string[], string])[] = [
  [['j', 'k'], 'next and previous row'],
  [['Enter'], 'open'],
  [['Space'], 'peek without leaving the list'],
  [['Esc'], 'close, or back to the list'],
  [['[', ']'], 'previous and next run of the list'],
  [['/'], 'search'],
  [['.'], 'take in what is new'],
  [['1', '2', '3', '4'], 'timeline, graph, steps, logs of a run'],
  [['f'], 'the whole run in view'],
  [['+', '-'], 'zoom the timeline'],
  [['c'], 'the critical path'],
  [['q'], 'time in the queue'],
  [['g'], 'idle gaps in full length'],
  [['e'], 'the failing step'],
  [['l'], 'keep the end of a live run in view'],
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
