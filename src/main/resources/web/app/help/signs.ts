import { html, type TemplateResult } from 'lit';
import { statusWord } from '../api/status';
import type { Status } from '../api/types';
import { drawBar } from '../chart/bars';
import { prepared } from '../chart/canvas';
import { sheet } from '../look/sheet';
import { statusIcon } from '../look/status';

const WIDTH = 72;
const HEIGHT = 14;

const SIGNS: readonly (readonly [Status, string])[] = [
  ['pending', 'reported, and not begun yet'],
  ['running', 'begun, and not over'],
  ['completed', 'over, and well'],
  ['failed', 'over, with an error'],
  ['crashed', 'its engine fell silent: a guess of the service, taken back if it reports again'],
  ['timed_out', 'took longer than it may'],
  ['cancelled', 'somebody ended it'],
  ['skipped', 'a step that was not taken'],
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
    SIGNS.map(([status, meaning]) => [
      html`${statusIcon(status, false)} ${statusWord(status)}`,
      html`<canvas data-status=${status} aria-hidden="true"></canvas>`,
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
