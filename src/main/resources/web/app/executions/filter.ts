import { names } from '../api/lists';
import { parseSpan } from '../time/duration';

interface Kind {
  readonly word: string;
  /** Its name in the API; none for what is worked out before it is asked for. */
  readonly param?: string;
  /** Whether the API takes several, parted by commas. */
  readonly list?: true;
  /** Whether the live channel cannot watch for it: a list that asks for it stands still. */
  readonly still?: true;
}

/** What of the executions is to be seen, by the names it has in the address. */
export const FILTERS = {
  status: { word: 'Status', param: 'status', list: true },
  workflow: { word: 'Workflow', param: 'workflowId', list: true },
  last: { word: 'Last' },
  from: { word: 'From', param: 'startedAfter' },
  to: { word: 'To', param: 'startedBefore' },
  min: { word: 'Longer than', param: 'minDurationMs' },
  max: { word: 'Shorter than', param: 'maxDurationMs' },
  trigger: { word: 'Trigger', param: 'triggerType', list: true },
  label: { word: 'Label', param: 'label' },
  retryOf: { word: 'Replay of', param: 'replayOf' },
  external: { word: 'External id', param: 'externalId' },
  error: { word: 'Error type', param: 'errorType', list: true },
  node: { word: 'Failed node', param: 'failedNode', list: true },
  fingerprint: { word: 'Failure', param: 'fingerprint' },
  q: { word: 'Words', param: 'q', still: true },
  input: { word: 'Input contains', param: 'inputContains', still: true },
  output: { word: 'Output contains', param: 'outputContains', still: true },
  meta: { word: 'Metadata contains', param: 'metadataContains', still: true },
  inputPath: { word: 'Input path', param: 'inputPath', still: true },
  outputPath: { word: 'Output path', param: 'outputPath', still: true },
  metaPath: { word: 'Metadata path', param: 'metadataPath', still: true },
} as const satisfies Record<string, Kind>;

export type FilterName = keyof typeof FILTERS;

export type Filter = ReadonlyMap<FilterName, string>;

const kinds: Readonly<Record<FilterName, Kind>> = FILTERS;

/** The filters of a query; what means nothing here is left out. */
export function filterOf(query: ReadonlyMap<string, string>): Filter {
  return new Map([...query].filter(([name, value]) => value && means(name, value))) as Filter;
}

/** The changes by which filters that have the API's names in an address get those they have here. */
export function renamed(query: ReadonlyMap<string, string>): Record<string, string> {
  const changes: Record<string, string> = {};
  for (const [name, { param = name }] of Object.entries(kinds)) {
    const value = param === name || query.has(name) ? '' : (query.get(param) ?? '');
    if (value) Object.assign(changes, { [param]: '', [name]: value });
  }
  return changes;
}

/** Whether this is a filter; of a span, whether it is one. */
function means(name: string, value: string): boolean {
  return Object.hasOwn(FILTERS, name) && (name !== 'last' || parseSpan(value) !== null);
}

/** Whether nobody can watch for what this asks for: such a list stands still but for its rows. */
export function isStill(filter: Filter): boolean {
  return [...filter.keys()].some((name) => kinds[name].still);
}

/** Where a range begins, in milliseconds; null if it has no beginning. */
export function rangeStart(filter: Filter, nowMs: number): number | null {
  const last = parseSpan(filter.get('last') ?? '');
  if (last !== null) return nowMs - last;
  const from = Date.parse(filter.get('from') ?? '');
  return Number.isFinite(from) ? from : null;
}

/** As parameters of the list. */
export function asQuery(filter: Filter, nowMs: number, without?: FilterName): [string, string][] {
  const query: [string, string][] = [];
  for (const [name, value] of filter) {
    const { param } = kinds[name];
    if (!param || name === without) continue;
    // Every label must match, so each is asked for by itself.
    if (name === 'label') for (const label of names(value)) query.push([param, label]);
    else query.push([param, value]);
  }
  const last = parseSpan(filter.get('last') ?? '');
  if (last !== null && without !== 'last') {
    query.push(['startedAfter', new Date(nowMs - last).toISOString()]);
  }
  return query;
}

/** As the filter of a subscription; see {@link isStill}. */
export function asLive(filter: Filter, nowMs: number): Record<string, unknown> {
  const live: Record<string, unknown> = {};
  const labels: Record<string, string> = {};
  const watched = new Map([...filter].filter(([name]) => !kinds[name].still));
  for (const [param, value] of asQuery(watched, nowMs)) {
    const kind = Object.values(kinds).find((it) => it.param === param);
    if (param === 'label') {
      const colon = value.indexOf(':');
      labels[value.slice(0, colon)] = value.slice(colon + 1);
      live['label'] = labels;
    } else if (param.endsWith('Ms')) live[param] = Number(value);
    else if (kind?.list) live[param] = names(value);
    else live[param] = value;
  }
  return live;
}

/** The names an address may have here beside the filters. */
const OTHERS = new Set(['sel', 'peek', 'mark']);

/** What stands in an address and means nothing here. */
export function unknownIn(query: ReadonlyMap<string, string>): string[] {
  return [...query.keys()].filter(
    (name) => !OTHERS.has(name) && !means(name, query.get(name) ?? ''),
  );
}

const NARROWS = new Set<FilterName>(['status', 'workflow', 'last', 'from', 'to']);

/** The filters that statistics over time cannot be narrowed by, in words. */
export function apartFrom(filter: Filter): string {
  return [...filter.keys()]
    .filter((name) => !NARROWS.has(name))
    .map((name) => kinds[name].word.toLowerCase())
    .join(', ');
}
