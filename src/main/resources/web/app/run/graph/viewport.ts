import { HIGH, WIDE, type Layout, type Point } from './layout';

/** What part of the drawing is seen: the point in the middle, and how large. */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const AIR = 24;
const LARGEST = 2.5;

export function boxOf(layout: Layout): Box {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const { x, y } of [layout.nodes, ...layout.bends].flat()) {
    box.left = Math.min(box.left, x - WIDE / 2);
    box.right = Math.max(box.right, x + WIDE / 2);
    box.top = Math.min(box.top, y - HIGH / 2);
    box.bottom = Math.max(box.bottom, y + HIGH / 2);
  }
  return Number.isFinite(box.left) ? box : { left: 0, top: 0, right: 1, bottom: 1 };
}

/** All of it in view, and no larger than it was drawn. */
export function fitted(box: Box, width: number, height: number): Viewport {
  const across = (width - AIR * 2) / (box.right - box.left);
  const down = (height - AIR * 2) / (box.bottom - box.top);
  const scale = Math.max(0.01, Math.min(1.15, across, down));
  return { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2, scale };
}

/** Nearer or farther by a factor; the point under the pointer stays there. */
export function zoomedAt(view: Viewport, at: Point, factor: number, least: number): Viewport {
  const scale = Math.min(LARGEST, Math.max(least, view.scale * factor));
  const share = view.scale / scale;
  return { x: at.x - (at.x - view.x) * share, y: at.y - (at.y - view.y) * share, scale };
}

/** Keeps the middle of the view over the drawing. */
export function held(view: Viewport, box: Box): Viewport {
  const x = Math.min(box.right, Math.max(box.left, view.x));
  const y = Math.min(box.bottom, Math.max(box.top, view.y));
  return { x, y, scale: view.scale };
}

/** What of the drawing is in view. */
export function seenBox(view: Viewport, width: number, height: number): Box {
  const [across, down] = [width / 2 / view.scale, height / 2 / view.scale];
  return {
    left: view.x - across,
    right: view.x + across,
    top: view.y - down,
    bottom: view.y + down,
  };
}
