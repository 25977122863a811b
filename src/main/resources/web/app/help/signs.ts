import { html, type TemplateResult } from 'lit';
import { statusWord } from '../api/status';
import type { Status } from '../api/types';
import { drawBar } from '../chart/bars';
import { prepared } from '../chart/canvas';
import { sheet } from '../look/sheet';
import { statusIcon } from '../look/status';

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
export function signs(): TemplateResult {
  return sheet(
    'Statuses',
    [
      ['Status', 'sign'],
      ['Bar', ''],
      ['Means', ''],
    ],
    SIGNS.map(([status, style, meaning]) => [
      html`${statusIcon(status, false)} ${statusWord(status)}`,
      html`<canvas data-status=${status} aria-hidden="true"></canvas>
        <span class="style muted small">${style}</span>`,
      meaning,
    ]),
  );
}

/** Draws the bars of {@link signs} with what draws them elsewhere. */
export function drawSigns(within: HTMLElement): void {
  for (const canvas of within.querySelectorAll('canvas')) {
    const pen = prepared(canvas, WIDTH, HEIGHT);
    if (pen) drawBar(pen, canvas.dataset['status'] as Status, 0, 1, WIDTH, HEIGHT - 2);
  }
}
