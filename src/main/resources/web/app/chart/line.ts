import { colour } from '../look/theme';
import { FONT } from './axis';

export interface Point {
  readonly x: number;
  /** Null where nothing is known: the line has a gap there. */
  readonly y: number | null;
  /** Few values stand behind it: the line to it is dotted. */
  readonly few?: boolean;
  /** More will come: its dot is hollow. */
  readonly open?: boolean;
}

/** A line through points: dotted where it rests on little, with a dot for each where there is room. */
export function drawLine(
  pen: CanvasRenderingContext2D,
  points: readonly Point[],
  token: string,
  dash: readonly number[] = [],
): void {
  const paint = colour(token);
  pen.strokeStyle = paint;
  pen.lineWidth = 1.75;
  pen.lineJoin = 'round';
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1] as Point, points[i] as Point];
    if (a.y === null || b.y === null) continue;
    pen.setLineDash(a.few || b.few ? [1.5, 3.5] : [...dash]);
    pen.beginPath();
    pen.moveTo(a.x, a.y);
    pen.lineTo(b.x, b.y);
    pen.stroke();
  }
  pen.setLineDash([]);
  const roomy = points.length < 50;
  points.forEach((it, i) => {
    const alone = (points[i - 1]?.y ?? null) === null && (points[i + 1]?.y ?? null) === null;
    if (it.y === null || !(roomy || alone || it.open)) return;
    pen.beginPath();
    pen.arc(it.x, it.y, it.open ? 3.5 : 2.75, 0, 7);
    pen.fillStyle = it.open ? colour('page') : paint;
    pen.fill();
    if (it.open) pen.stroke();
  });
}

/** The name of a line after its last point, below those that are there; gives where it stands. */
export function nameLine(
  pen: CanvasRenderingContext2D,
  points: readonly Point[],
  token: string,
  name: string,
  above: number,
): number {
  const last = points.findLast((it) => it.y !== null);
  if (!last) return above;
  const y = Math.max((last.y ?? 0) + 4, above + 12);
  pen.fillStyle = colour(token);
  pen.font = FONT;
  pen.fillText(name, last.x + 8, y);
  return y;
}
