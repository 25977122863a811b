import { remembered, Signal } from '../base/signal';

export type Density = 'compact' | 'normal' | 'comfortable';

const HEIGHTS: Record<Density, number> = { compact: 24, normal: 32, comfortable: 40 };

/** How close the rows of lists stand. */
export const density = remembered<Density>('density', 'normal');

/** The height of a row in CSS pixels, as `--row` has it too. */
export const rowHeight = new Signal<number>(height());

function height(): number {
  return HEIGHTS[density.value] ?? HEIGHTS.normal;
}

export function startDensity(): void {
  const apply = () => {
    rowHeight.value = height();
    document.documentElement.style.setProperty('--row', `${rowHeight.value}px`);
  };
  density.subscribe(apply);
  apply();
}
