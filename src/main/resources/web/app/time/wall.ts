import { dateTime, zoneName } from './zone';

export { zoneName };

/** A moment as the clocks of the screen's zone show it, as a field for date and time takes it. */
export function wallTime(ms: number): string {
  return Number.isFinite(ms) ? dateTime(ms).replace(' ', 'T') : '';
}

/** The moment at which those clocks show a time; the later offset where they show it twice. */
export function wallTimeAt(text: string): number {
  const shown = Date.parse(`${text}Z`);
  if (!Number.isFinite(shown)) return NaN;
  let at = shown;
  // Twice: near a change of the clocks the first offset may be the wrong one.
  for (let i = 0; i < 2; i++) at += shown - Date.parse(`${wallTime(at)}Z`);
  return at;
}
