import { colour } from '../look/theme';
import { tickStep } from '../time/duration';
import { timeTicks } from '../time/wall';
import { date, time } from '../time/zone';
import type { Scale } from './scale';

export const FONT = '11px system-ui, sans-serif';

/** Where in a canvas the marks are; the rest is for the words of the axes. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly foot: number;
}

/** Lines across the area at the ticks of a scale, and their words to the left. */
export function sideAxis(
  pen: CanvasRenderingContext2D,
  area: Area,
  scale: Scale,
  word: (value: number) => string,
): void {
  pen.font = FONT;
  pen.textAlign = 'right';
  let last = Infinity;
  for (const tick of scale.ticks) {
    const y = scale.at(tick);
    if (last - y < 13) continue;
    last = y;
    pen.fillStyle = colour('hairline');
    pen.fillRect(area.left, Math.round(y), area.right - area.left, 1);
    pen.fillStyle = colour('muted');
    pen.fillText(word(tick), area.left - 6, y + 4);
  }
  pen.textAlign = 'left';
}

/** Round times of the screen's zone below the area; where a day begins, its date. */
export function timeAxis(
  pen: CanvasRenderingContext2D,
  area: Area,
  from: number,
  to: number,
  x: (ms: number) => number,
): void {
  pen.font = FONT;
  pen.textAlign = 'left';
  pen.fillStyle = colour('border');
  pen.fillRect(area.left, area.foot, area.right - area.left, 1);
  // Words of an axis end with the minute.
  const step = Math.max(60_000, tickStep(to - from, (area.right - area.left) / 44));
  let free = -Infinity;
  for (const at of timeTicks(from, to, step)) {
    const shown = time(at).slice(0, 5);
    const word = shown === '00:00' || step >= 86_400_000 ? date(at).slice(5) : shown;
    const left = x(at);
    pen.fillStyle = colour('border');
    pen.fillRect(left, area.foot, 1, 4);
    const width = pen.measureText(word).width;
    if (left < free || left + 3 + width > area.right + 12) continue;
    free = left + width + 10;
    pen.fillStyle = colour('muted');
    pen.fillText(word, left + 3, area.foot + 14);
  }
}
