import type { Json } from '../api/types';
import { isContainer } from './container';

const NAME =
  /^(id|ids|uuid|guid|ts|time|date|timestamp)$|(Id|Ids|ID|Uuid|UUID|At|Timestamp)$|[_-](id|uuid|at|ts|timestamp)$/;
const UUID = /^\{?[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}\}?$/i;
const TIME = /^\d{4}-\d\d-\d\d([T ]\d\d:?\d\d(:?\d\d([.,]\d{1,9})?)?)?( ?(Z|[+-]\d\d:?\d\d))?$/;

/** Whether a member has a name of what differs from run to run anyway: an id, or a moment. */
export function hasVolatileName(name: string): boolean {
  return NAME.test(name);
}

/** What kind of volatile thing a value is by its looks; empty for anything that tells something. */
export function volatileKind(value: Json | undefined): '' | 'uuid' | 'time' {
  if (typeof value !== 'string' || value.length > 48) return '';
  if (UUID.test(value)) return 'uuid';
  return TIME.test(value) ? 'time' : '';
}

/** Whether two values that differ say no more than that these were two runs. */
export function isVolatile(name: string, left: Json | undefined, right: Json | undefined): boolean {
  if (isContainer(left) || isContainer(right)) return false;
  if (hasVolatileName(name)) return true;
  const kind = volatileKind(left ?? right);
  return kind !== '' && (left === undefined || right === undefined || volatileKind(right) === kind);
}
