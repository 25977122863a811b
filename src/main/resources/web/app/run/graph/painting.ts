import type { Status } from '../../api/types';
import { SHAPES } from '../../look/shapes';
import { colour } from '../../look/theme';
import { count } from '../../look/amounts';
import type { Shown } from './fold';
import { HIGH, WIDE, type Layout, type Point } from './layout';
import type { Edge } from './model';
import type { Overlay, State } from './overlay';
import { READABLE } from './camera';
import { seenBox, type Box, type Viewport } from './viewport';

/** What is to be drawn, and where from. */
export interface Scene {
  readonly shown: Shown;
  readonly layout: Layout;
  readonly overlay: Overlay;
  readonly view: Viewport;
  readonly width: number;
  readonly height: number;
  /** The node that the keys are at, or -1. */
  readonly at: number;
  /** Nodes that are found, or none. */
  readonly found: ReadonlySet<number>;
  /** How far the pulse of what runs is, from 0 to 1. */
  readonly pulse: number;
}

type Pen = CanvasRenderingContext2D;

const NAME = '12px system-ui, sans-serif';
const SMALL = '11px system-ui, sans-serif';
const FADED = 0.45;

/** How the border of each status is broken, besides its colour. */
const DASHES: Partial<Record<Status, number[]>> = {
  running: [10, 4],
  timed_out: [2, 3],
  cancelled: [8, 3, 2, 3],
  skipped: [4, 4],
};

export function paintGraph(pen: Pen, scene: Scene): void {
  const { view, width, height, layout } = scene;
  pen.save();
  pen.translate(width / 2, height / 2);
  pen.scale(view.scale, view.scale);
  pen.translate(-view.x, -view.y);
  const seen = seenBox(view, width, height);
  paintEdges(pen, scene, seen);
  layout.nodes.forEach((point, i) => {
    const near = point.x > seen.left - WIDE && point.x < seen.right + WIDE;
    if (near && point.y > seen.top - HIGH && point.y < seen.bottom + HIGH)
      paintNode(pen, scene, i, point);
  });
  pen.restore();
}

/** Faded ones below, so that the way that was taken lies on top. */
function paintEdges(pen: Pen, scene: Scene, seen: Box): void {
  const { shown, overlay } = scene;
  for (const taken of [false, true]) {
    pen.globalAlpha = taken ? 1 : FADED;
    pen.strokeStyle = pen.fillStyle = colour(taken ? 'text' : 'border');
    pen.lineWidth = taken ? 1.8 : 1.2;
    pen.setLineDash(taken ? [] : [5, 4]);
    shown.edges.forEach((_, i) => {
      if (overlay.edges[i]?.taken === taken) paintEdge(pen, scene, i, seen);
    });
  }
  pen.setLineDash([]);
  pen.globalAlpha = 1;
}

function paintEdge(pen: Pen, scene: Scene, index: number, seen: Box): void {
  const { shown, layout, overlay, view } = scene;
  const { from, to, label: word } = shown.edges[index] as Edge;
  const [start, end] = [layout.nodes[from] as Point, layout.nodes[to] as Point];
  if (from === to) {
    pen.beginPath();
    pen.arc(start.x + WIDE / 2 - 8, start.y - HIGH / 2, 11, Math.PI, Math.PI / 2);
    pen.stroke();
    return;
  }
  const bends = layout.bends[index] ?? [];
  const xs = [start, end, ...bends].map((it) => it.x);
  const ys = [start, end, ...bends].map((it) => it.y);
  if (Math.max(...xs) + WIDE < seen.left || Math.min(...xs) - WIDE > seen.right) return;
  if (Math.max(...ys) + HIGH < seen.top || Math.min(...ys) - HIGH > seen.bottom) return;
  pen.save();
  // Drawn as if it led to the right; where the graph leads down, the canvas is turned over.
  if (!layout.across) pen.transform(0, 1, 1, 0, 0, 0);
  line(pen, layout.across ? xs : ys, layout.across ? ys : xs, layout.across ? WIDE : HIGH, view);
  pen.restore();
  if (view.scale < READABLE) return;
  const items = overlay.edges[index]?.items ?? 0;
  const said = [word, items > 1 ? `${count(items)} ×` : ''].filter(Boolean).join(' · ');
  const middle = { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 };
  if (said) label(pen, said, bends[0] ?? middle);
}

/** From the first over the bends to the second point, from side to side of boxes of some length. */
function line(pen: Pen, xs: number[], ys: number[], box: number, view: Viewport): void {
  const [first, last, ...bends] = xs.map((x, i) => ({ x, y: ys[i] as number })) as [Point, Point];
  const half = last.x <= first.x ? -box / 2 : box / 2;
  const tip = { x: last.x - half, y: last.y };
  let at: Point = { x: first.x + half, y: first.y };
  pen.beginPath();
  pen.moveTo(at.x, at.y);
  for (const to of [...bends, tip]) {
    const middle = (at.x + to.x) / 2;
    pen.bezierCurveTo(middle, at.y, middle, to.y, to.x, to.y);
    at = to;
  }
  pen.stroke();
  if (view.scale < READABLE) return;
  const back = tip.x - Math.sign(half) * 7;
  pen.beginPath();
  pen.moveTo(tip.x, tip.y);
  pen.lineTo(back, tip.y - 4);
  pen.lineTo(back, tip.y + 4);
  pen.fill();
}

function label(pen: Pen, text: string, at: Point): void {
  const paint = pen.fillStyle;
  pen.font = SMALL;
  const wide = pen.measureText(text).width;
  pen.fillStyle = colour('page');
  pen.fillRect(at.x - wide / 2 - 3, at.y - 8, wide + 6, 16);
  pen.fillStyle = colour('muted');
  pen.fillText(text, at.x - wide / 2, at.y + 4);
  pen.fillStyle = paint;
}

function paintNode(pen: Pen, scene: Scene, index: number, { x, y }: Point): void {
  const { shown, overlay, view, at, found, pulse } = scene;
  const node = shown.nodes[index];
  const state = overlay.nodes[index] ?? null;
  if (!node) return;
  const status = state?.status ?? 'pending';
  const [left, top] = [x - WIDE / 2, y - HIGH / 2];
  const passed = overlay.passed.has(index);
  pen.globalAlpha = state || passed || found.has(index) || at === index ? 1 : FADED;
  if (node.folded) box(pen, left + 4, top - 4, colour('surface'), colour('border'), 1);
  const bad = status === 'failed' || status === 'crashed';
  pen.setLineDash(state || passed ? (DASHES[status] ?? []) : [3, 3]);
  const width = bad ? 3 : state?.begun ? 2 : 1.2;
  box(pen, left, top, colour(at === index ? 'selected' : 'raised'), colour(status), width);
  pen.setLineDash([]);
  if (status === 'running') ring(pen, left, top, 3 + pulse * 4, colour('running'), 1 - pulse);
  if (found.has(index)) ring(pen, left, top, 4, colour('timed_out'), 1);
  if (at === index) ring(pen, left, top, 4, colour('link'), 1);
  if (view.scale >= READABLE) paintWords(pen, node.name, state, node.members.length, left, top);
  else if (state) {
    pen.fillStyle = colour(status);
    pen.fillRect(left + 8, top + 8, WIDE - 16, HIGH - 16);
  }
  pen.globalAlpha = 1;
}

function box(pen: Pen, x: number, y: number, fill: string, line: string, width: number): void {
  pen.beginPath();
  pen.roundRect(x, y, WIDE, HIGH, 4);
  pen.fillStyle = fill;
  pen.fill();
  pen.strokeStyle = line;
  pen.lineWidth = width;
  pen.stroke();
}

function ring(pen: Pen, x: number, y: number, by: number, line: string, alpha: number): void {
  const before = pen.globalAlpha;
  pen.globalAlpha = before * Math.max(0.15, alpha);
  pen.beginPath();
  pen.roundRect(x - by, y - by, WIDE + 2 * by, HIGH + 2 * by, 4 + by);
  pen.strokeStyle = line;
  pen.lineWidth = 2;
  pen.stroke();
  pen.globalAlpha = before;
}

function paintWords(
  pen: Pen,
  name: string,
  state: State | null,
  members: number,
  left: number,
  top: number,
): void {
  if (state) sign(pen, state.status, left + 10, top + (HIGH - 16) / 2);
  const visits = state?.visits ?? 0;
  const count = members > 1 ? `${members}` : visits > 1 ? `${visits} ×` : '';
  const told = [count, state?.retried ? '↻' : ''].filter(Boolean).join(' ');
  pen.font = SMALL;
  const wide = told ? pen.measureText(told).width + 8 : 0;
  pen.fillStyle = colour('muted');
  if (told) pen.fillText(told, left + WIDE - wide - 2, top + HIGH / 2 + 4);
  pen.font = NAME;
  pen.fillStyle = colour('text');
  const from = state ? 34 : 12;
  pen.fillText(cut(pen, name, WIDE - from - wide - 8), left + from, top + HIGH / 2 + 4);
}

function sign(pen: Pen, status: Status, x: number, y: number): void {
  pen.save();
  pen.translate(x, y);
  for (const { d, paint, line, dash } of SHAPES[status] ?? SHAPES.pending) {
    pen.fillStyle = pen.strokeStyle = colour(paint === 'own' ? status : 'page');
    pen.lineWidth = line ?? 1;
    pen.setLineDash(dash ? [dash] : []);
    if (line) pen.stroke(path(d));
    else pen.fill(path(d));
  }
  pen.restore();
}

const paths = new Map<string, Path2D>();

function path(d: string): Path2D {
  let made = paths.get(d);
  if (!made) paths.set(d, (made = new Path2D(d)));
  return made;
}

const cuts = new Map<string, string>();

/** A name as far as there is room; of long ones the end tells more. */
function cut(pen: Pen, name: string, room: number): string {
  const slot = `${Math.round(room)} ${name}`;
  const known = cuts.get(slot);
  if (known !== undefined) return known;
  let text = name.slice(-80);
  if (text.length < name.length || pen.measureText(text).width > room) {
    while (text.length > 1 && pen.measureText(`…${text}`).width > room) text = text.slice(1);
    text = `…${text}`;
  }
  if (cuts.size > 5_000) cuts.clear();
  cuts.set(slot, text);
  return text;
}
