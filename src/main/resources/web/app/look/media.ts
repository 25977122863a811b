import { Signal } from '../base/signal';

/** Whether the window is such, as it changes. */
function matching(query: string): Signal<boolean> {
  const list = matchMedia(query);
  const signal = new Signal(list.matches);
  list.addEventListener('change', () => (signal.value = list.matches));
  return signal;
}

/** There is room for two drawings side by side. */
export const wide = matching('(min-width: 1600px)');

/** There is room for one thing at a time. */
export const narrow = matching('(max-width: 899.98px)');
