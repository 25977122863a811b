import type { Json } from '../api/types';
import { isContainer, type Container } from './container';

export const MOST_FOUND = 500;
const MOST_LOOKED_AT = 300_000;

export type Entry = readonly [name: string, value: Json];

export function entries(value: Container): Entry[] {
  return Array.isArray(value)
    ? value.map((it, i) => [String(i), it] as const)
    : Object.entries(value);
}

/** The pointer of a value in another (RFC 6901). */
export function below(at: string, name: string): string {
  return `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** The pointer of what a value is in. */
export function above(at: string): string {
  return at.slice(0, Math.max(0, at.lastIndexOf('/')));
}

export function lastName(at: string): string {
  return at
    .slice(at.lastIndexOf('/') + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
}

/** Where names contain some words, in reading order, not for ever. Not recursive. */
export function namesWith(value: Json, at: string, words: string): string[] {
  const wanted = words.toLowerCase();
  const found: string[] = [];
  const waiting: [string, Json][] = [[at, value]];
  for (let n = 0; n < MOST_LOOKED_AT && found.length < MOST_FOUND; n++) {
    const next = waiting.pop();
    if (!next) break;
    const [here, inner] = next;
    if (n > 0 && lastName(here).toLowerCase().includes(wanted)) found.push(here);
    if (!isContainer(inner)) continue;
    for (const [name, it] of entries(inner).reverse()) {
      // A number in a list is no name.
      if (isContainer(it) || !Array.isArray(inner)) waiting.push([below(here, name), it]);
    }
  }
  return found;
}

/** What a pointer of {@link below} leads to. */
export function valueAt(value: Json, root: string, at: string): Json | undefined {
  let here: Json | undefined = value;
  for (const name of at.slice(root.length).split('/').slice(1).map(lastName)) {
    if (!isContainer(here)) return undefined;
    here = Array.isArray(here) ? here[Number(name)] : here[name];
  }
  return here;
}

/** How many values there are, counted no further than it takes to tell that they are many. */
export function size(value: Json, most = 41): number {
  if (!isContainer(value)) return 1;
  let sum = 1;
  for (const [, inner] of entries(value)) {
    if (sum >= most) break;
    sum += size(inner, most - sum);
  }
  return sum;
}
