import { get } from '../api/client';
import { listed } from '../api/lists';
import type { Json, LogLine, Notice, Page } from '../api/types';
import { encodeId } from '../route/url';

export type Level = LogLine['level'];

/** A line with all that it carries. */
export interface Line extends LogLine {
  readonly attempt: number | null;
  readonly stream: string | null;
  readonly data: Json;
  readonly notices?: readonly Notice[];
}

/** Which lines of an execution are shown; an empty text does not narrow. */
export interface LineFilter {
  readonly minLevel: string;
  readonly stepKey: string;
}

/** Lines ordered by sequence; with `count: 'exact'`, how many there are that match. */
export function lines(
  execution: string,
  filter: LineFilter,
  query: Readonly<Record<string, string | number>>,
  signal: AbortSignal,
): Promise<Page<Line>> {
  const asked: [string, string][] = Object.entries(query).map(([n, v]) => [n, String(v)]);
  if (filter.minLevel) asked.push(['minLevel', filter.minLevel]);
  // One value, where a comma would otherwise part several.
  if (filter.stepKey) asked.push(['stepKey', listed(filter.stepKey)]);
  return get<Page<Line>>(`/executions/${encodeId(execution)}/logs`, asked, signal);
}

export const LEVELS: readonly Level[] = ['trace', 'debug', 'info', 'warn', 'error'];
