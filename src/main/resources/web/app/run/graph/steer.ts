import { HIGH, WIDE, type Point } from './layout';

const WAYS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The node that an arrow key leads to: near, and more ahead than aside. -1 where there is none. */
export function nextTo(nodes: readonly Point[], at: number, key: string): number {
  const way = WAYS[key];
  if (!way) return -1;
  const here = nodes[at];
  if (!here) return nodes.length > 0 ? 0 : -1;
  const [dx, dy] = way;
  let best = -1;
  let least = Infinity;
  nodes.forEach((node, i) => {
    const ahead = (node.x - here.x) * dx + (node.y - here.y) * dy;
    const aside = Math.abs((node.x - here.x) * dy) + Math.abs((node.y - here.y) * dx);
    if (ahead < 1 || i === at) return;
    const far = ahead + aside * 2;
    if (far < least) [least, best] = [far, i];
  });
  return best;
}

/** The node that lies under a point, or -1. */
export function nodeAt(nodes: readonly Point[], { x, y }: Point): number {
  return nodes.findIndex((it) => Math.abs(it.x - x) <= WIDE / 2 && Math.abs(it.y - y) <= HIGH / 2);
}

export function isArrow(key: string): boolean {
  return key in WAYS;
}
