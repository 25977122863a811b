import type { Place } from '../route/url';

/** The screens of the first look. */
const FIRST: ReadonlySet<Place> = new Set(['executions', 'nowhere']);

let asked: Promise<unknown> | null = null;

/**
 * Sees to it that the code of a screen is there; at once, where it was asked for before. What could
 * not be loaded (the service was replaced by another version) is asked for again the next time.
 */
export function bring(place: Place): Promise<unknown> {
  return FIRST.has(place) ? Promise.resolve() : bringLater();
}

/**
 * Loads all that the first look does without, in one piece. A piece for each screen would be cut into
 * dozens, one for each set of screens that share a module: many requests before the first row is seen,
 * and a tenth more bytes, as each is compressed by itself.
 */
export function bringLater(): Promise<unknown> {
  if (!asked) {
    asked = import('./later');
    asked.catch(() => (asked = null));
  }
  return asked;
}
