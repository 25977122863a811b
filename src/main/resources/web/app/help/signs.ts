import { html, type TemplateResult } from 'lit';
import { statusWord } from '../api/status';
import type { Status } from '../api/types';
import { View } from '../base/view';
import { drawBar } from '../chart/bars';
import { prepared } from '../chart/canvas';
import { statusIcon } from '../look/status';
import { painted } from '../look/theme';

const WIDTH = 72;
const HEIGHT = 14;

const SIGNS: readonly (readonly [Status, string, string])[] = [
  ['pending', 'outline', 'reported, and not begun yet'],
  ['running', 'solid', 'begun, and not over'],
  ['completed', 'solid', 'over, and well'],
  ['failed', 'solid with an edge', 'over, with an error'],
  [
    'crashed',
    'solid with an edge',
    'its engine fell silent: a guess of the service, taken back if it reports again',
  ],
  ['timed_out', 'hatched', 'took longer than it may'],
  ['cancelled', 'cross-hatched', 'somebody ended it'],
  ['skipped', 'dashed outline', 'a step that was not taken'],
];

/** What the statuses look like, none by its colour alone. */
class Signs extends View {
  constructor() {
    super();
    this.watch(painted);
  }

  protected override render(): TemplateResult {
    return html`<table>
      <thead>
        <tr>
          <th>Status</th>
          <th>Bar</th>
          <th>Means</th>
        </tr>
      </thead>
      <tbody>
        ${SIGNS.map(
          ([status, style, meaning]) =>
            html`<tr>
              <td class="sign">${statusIcon(status, false)} ${statusWord(status)}</td>
              <td>
                <canvas data-status=${status} aria-hidden="true"></canvas>
                <span class="style muted small">${style}</span>
              </td>
              <td>${meaning}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  protected override updated(): void {
    for (const canvas of this.querySelectorAll('canvas')) {
      const pen = prepared(canvas, WIDTH, HEIGHT);
      if (pen) drawBar(pen, canvas.dataset['status'] as Status, 0, 1, WIDTH, HEIGHT - 2);
    }
  }
}

customElements.define('hs-signs', Signs);
