import { HIGH, layoutOf, WIDE, type Layout, type Point } from './layout';
import type { Shown } from './fold';

const AIR = 16;
/** Up to so many nodes, every pair is looked at for whether it overlaps. */
const PAIRS = 600;

/** Where the author put the nodes, if all have a place of their own; else where we put them. */
export function placingOf(shown: Shown): Layout {
  const own = shown.nodes.map(({ x, y }) => (x === null || y === null ? null : { x, y }));
  const known = own.filter((it) => it !== null);
  const apart = new Set(known.map((it) => `${it.x} ${it.y}`)).size;
  if (known.length === 0 || known.length < own.length || apart < known.length) {
    return layoutOf(shown.nodes.length, shown.edges);
  }
  const factor = known.length > PAIRS ? 1 : roomy(known);
  const [width, height] = [extent(known.map((it) => it.x)), extent(known.map((it) => it.y))];
  return {
    nodes: known.map((it) => ({ x: it.x * factor, y: it.y * factor })),
    bends: shown.edges.map(() => []),
    across: width >= height,
  };
}

function extent(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
}

/** By how much places have to be drawn apart so that our boxes do not overlap. */
function roomy(places: readonly { readonly x: number; readonly y: number }[]): number {
  let factor = 1;
  places.forEach((a, i) => {
    for (let k = i + 1; k < places.length; k++) {
      const b = places[k] as { x: number; y: number };
      const wide = (WIDE + AIR) / Math.abs(a.x - b.x);
      factor = Math.max(factor, Math.min(wide, (HIGH + AIR) / Math.abs(a.y - b.y)));
    }
  });
  return Math.min(factor, 50);
}

/** The node at which a drawing starts. */
export function firstOf({ nodes, across }: Layout): Point | undefined {
  const along = (it: Point): number => (across ? it.x : it.y);
  return nodes.reduce<Point | undefined>(
    (first, it) => (first && along(first) <= along(it) ? first : it),
    undefined,
  );
}
