import type { Status } from '../api/types';
import { colour } from '../look/theme';

/** How a bar of each status is drawn, besides its colour. */
type Style = 'solid' | 'edged' | 'hatch' | 'cross' | 'outline';

const STYLES: Record<Status, Style> = {
  completed: 'solid',
  running: 'solid',
  failed: 'edged',
  crashed: 'edged',
  timed_out: 'hatch',
  cancelled: 'cross',
  pending: 'outline',
  skipped: 'outline',
};

/** Draws a bar of a status; a narrow or flat one is solid, whatever its style. */
export function drawBar(
  pen: CanvasRenderingContext2D,
  status: Status,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  const w = Math.max(2, width);
  const style = w < 6 || height < 7 ? 'solid' : STYLES[status];
  const paint = colour(status);
  pen.fillStyle = paint;
  pen.strokeStyle = paint;
  pen.lineWidth = 1;
  if (style === 'outline') {
    if (status === 'skipped') pen.setLineDash([3, 2]);
    pen.strokeRect(x + 0.5, y + 0.5, w - 1, height - 1);
    pen.setLineDash([]);
    return;
  }
  if (style === 'solid' || style === 'edged') {
    pen.beginPath();
    pen.roundRect(x, y, w, height, Math.min(2, w / 2));
    pen.fill();
    if (style === 'edged') {
      pen.strokeStyle = colour('text');
      pen.lineWidth = 2;
      pen.globalAlpha = 0.55;
      pen.strokeRect(x + 1, y + 1, w - 2, height - 2);
      pen.globalAlpha = 1;
    }
    return;
  }
  pen.save();
  pen.beginPath();
  pen.rect(x, y, w, height);
  pen.clip();
  pen.globalAlpha = 0.28;
  pen.fillRect(x, y, w, height);
  pen.globalAlpha = 1;
  pen.lineWidth = 1.5;
  pen.beginPath();
  for (let at = x - height; at < x + w; at += 6) {
    pen.moveTo(at, y + height);
    pen.lineTo(at + height, y);
    if (style === 'cross') {
      pen.moveTo(at, y);
      pen.lineTo(at + height, y + height);
    }
  }
  pen.stroke();
  pen.restore();
  pen.strokeRect(x + 0.5, y + 0.5, w - 1, height - 1);
}
