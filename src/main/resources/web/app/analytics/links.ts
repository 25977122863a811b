import { href } from '../route/router';
import type { Cell, Table } from '../chart/table';
import type { Bucket } from './buckets';
import type { Scope } from './scope';

interface Narrower {
  readonly from?: number;
  readonly to?: number;
  readonly status?: string;
  readonly workflow?: string;
  readonly min?: number;
  readonly max?: number;
  readonly node?: string;
  readonly fingerprint?: string;
}

/** The executions that a mark stands for: those of the scope, and what narrows them. */
export function runsHref(scope: Scope, by: Narrower = {}): string {
  const query: Record<string, string> = { workflow: scope.workflow };
  if (by.from === undefined || by.to === undefined) Object.assign(query, scope.range);
  for (const [name, value] of Object.entries(by)) {
    if (name === 'from' || name === 'to') query[name] = new Date(value).toISOString();
    else query[name] = String(value);
  }
  return href('executions', '', query);
}

/** The rows of a table by time. */
export function rowsByTime<T>(
  scope: Scope,
  items: readonly T[],
  told: (item: T) => readonly [Bucket, ...Cell[]],
): Table['rows'] {
  return items.map((item) => {
    const [{ from, to }, ...cells] = told(item);
    return { cells: [from, ...cells], href: runsHref(scope, { from, to }) };
  });
}
