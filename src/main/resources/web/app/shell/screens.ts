import type { Place } from '../route/url';

/** The screens that are not needed for the first look: each is loaded when somebody goes there. */
const LATER: Partial<Record<Place, () => Promise<unknown>>> = {
  logs: () => import('../logs/logs-page'),
  compare: () => import('../compare/compare-page'),
  analytics: () => import('../analytics/analytics-page'),
  retention: () => import('../retention/retention-page'),
  help: () => import('../help/help-page'),
};

const asked = new Map<() => Promise<unknown>, Promise<unknown>>();

const palette = () => import('./palette');

/**
 * Sees to it that the code of a screen is there; at once, where it was asked for before. A screen
 * that could not be loaded (the service was replaced by another version) is asked for again the next
 * time.
 */
export function bring(place: Place): Promise<unknown> {
  const load = LATER[place];
  return load ? once(load) : Promise.resolve();
}

/** The same, of the command palette. */
export function bringPalette(): Promise<unknown> {
  return once(palette);
}

function once(load: () => Promise<unknown>): Promise<unknown> {
  let promise = asked.get(load);
  if (!promise) {
    promise = load();
    asked.set(load, promise);
    promise.catch(() => asked.delete(load));
  }
  return promise;
}
