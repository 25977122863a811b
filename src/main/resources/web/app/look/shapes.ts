import type { Status } from '../api/types';

/** A path of a status sign, in a square of 16: in its own colour, or in that of the page on top of it. */
export interface Part {
  readonly d: string;
  readonly paint: 'own' | 'page';
  /** The width of its line; filled where there is none. */
  readonly line?: number;
  readonly dash?: number;
}

function circle(r: number): string {
  return `M${8 - r} 8a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
}

const OCTAGON: Part = { d: 'M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z', paint: 'own' };

/** A shape of its own for each status, so that none is told by its colour alone. */
export const SHAPES: Readonly<Record<Status, readonly Part[]>> = {
  completed: [
    { d: circle(7), paint: 'own' },
    { d: 'M4.8 8.2l2.2 2.2 4.2-4.6', paint: 'page', line: 1.7 },
  ],
  failed: [OCTAGON, { d: 'M8 4v5M8 11v1.6', paint: 'page', line: 1.8 }],
  crashed: [OCTAGON, { d: 'M9.2 3L5 8.8h2.6L6.8 13 11 7.2H8.4z', paint: 'page' }],
  running: [
    { d: 'M14 8A6 6 0 1 1 11 2.8', paint: 'own', line: 2 },
    { d: 'M6.5 5.2L11 8l-4.5 2.8z', paint: 'own' },
  ],
  timed_out: [
    {
      d: 'M3 1.5h10M3 14.5h10M4.5 1.5c0 4 7 5 7 13M11.5 1.5c0 4-7 5-7 13',
      paint: 'own',
      line: 1.6,
    },
  ],
  cancelled: [{ d: 'M1.8 1.8h12.4v12.4H1.8zM4.4 11.6l7.2-7.2', paint: 'own', line: 1.8 }],
  pending: [{ d: circle(6), paint: 'own', line: 1.8 }],
  skipped: [{ d: circle(6), paint: 'own', line: 1.8, dash: 3 }],
};
