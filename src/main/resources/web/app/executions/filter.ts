import { parseSpan } from '../time/duration';

/** What of the executions is to be seen, by the names it has in the address. */
export const FILTERS = {
  status: 'Status',
  workflow: 'Workflow',
  last: 'Last',
  from: 'From',
  to: 'To',
  min: 'Longer than',
  max: 'Shorter than',
  trigger: 'Trigger',
  label: 'Label',
  error: 'Error type',
  node: 'Failed node',
  fingerprint: 'Failure',
  retryOf: 'Replay of',
  q: 'Words',
} as const;

export type FilterName = keyof typeof FILTERS;

/** The names of the API for those that are passed on as they are. */
const PASSED: Partial<Record<FilterName, string>> = {
  status: 'status',
  workflow: 'workflowId',
  from: 'startedAfter',
  to: 'startedBefore',
  min: 'minDurationMs',
  max: 'maxDurationMs',
  trigger: 'triggerType',
  label: 'label',
  error: 'errorType',
  node: 'failedNode',
  fingerprint: 'fingerprint',
  retryOf: 'replayOf',
  q: 'q',
};

const LISTS = new Set(['status', 'workflowId', 'triggerType', 'errorType', 'failedNode']);

export type Filter = ReadonlyMap<FilterName, string>;

/** The filters of a query; what is no filter is left out. */
export function filterOf(query: ReadonlyMap<string, string>): Filter {
  return new Map([...query].filter(([name, value]) => name in FILTERS && value !== '')) as Filter;
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
    const passed = PASSED[name];
    if (passed && name !== without) query.push([passed, value]);
  }
  const last = parseSpan(filter.get('last') ?? '');
  if (last !== null && without !== 'last') {
    query.push(['startedAfter', new Date(nowMs - last).toISOString()]);
  }
  return query;
}

/** As the filter of a subscription; words cannot be watched for. */
export function asLive(filter: Filter, nowMs: number): Record<string, unknown> {
  const live: Record<string, unknown> = {};
  for (const [name, value] of asQuery(filter, nowMs, 'q')) {
    if (name === 'label') {
      const colon = value.indexOf(':');
      live['label'] = { [value.slice(0, colon)]: value.slice(colon + 1) };
    } else if (name.endsWith('Ms')) live[name] = Number(value);
    else live[name] = LISTS.has(name) ? value.split(',') : value;
  }
  return live;
}
