import { BASE } from '../route/router';
import { encodeId } from '../route/url';
import { key, keyWanted, mayWrite } from './key';
import { problemOf } from './problem';
import type {
  Counts,
  Execution,
  ExecutionItem,
  LogPage,
  Page,
  Step,
  StatsBucket,
  TimelineColumns,
  Workflow,
} from './types';

const API = `${BASE}/api/v1`;

/** Answers by address and key, with the version they had: asked again, they may not have changed. */
const known = new Map<string, { etag: string; body: unknown }>();

const MOST_KNOWN = 50;

type Query = Iterable<readonly [string, string]>;

/** Asks, and gives the JSON of the answer; a {@link Problem} where there is none. */
export async function get<T>(path: string, query: Query = [], signal?: AbortSignal): Promise<T> {
  const search = new URLSearchParams([...query].map(([n, v]) => [n, v])).toString();
  const address = path + (search ? `?${search}` : '');
  const slot = `${key.value} ${address}`;
  const before = known.get(slot);
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (before) headers['If-None-Match'] = before.etag;
  const answer = await ask(address, headers, signal);
  if (answer.status === 304 && before) return before.body as T;
  const body = (await answer.json()) as T;
  const etag = answer.headers.get('ETag');
  if (etag) remember(slot, etag, body);
  return body;
}

/** Asks for anything, as whoever holds the key; a {@link Problem} where it is refused. */
export async function ask(
  address: string,
  headers: Record<string, string> = {},
  signal?: AbortSignal,
  change: RequestInit = {},
): Promise<Response> {
  const asker = key.value;
  const answer = await fetch(API + address, {
    ...change,
    headers: asker ? { ...headers, Authorization: `Bearer ${asker}` } : headers,
    signal: signal ?? null,
    credentials: 'same-origin',
  });
  const role = answer.headers.get('Hindsight-Role');
  if (role && asker === key.value) mayWrite.value = role !== 'viewer';
  if (answer.ok || answer.status === 304) return answer;
  if (answer.status === 401 && asker === key.value) keyWanted.value = true;
  throw await problemOf(answer);
}

function remember(slot: string, etag: string, body: unknown): void {
  known.delete(slot);
  known.set(slot, { etag, body });
  for (const oldest of known.keys()) {
    if (known.size <= MOST_KNOWN) break;
    known.delete(oldest);
  }
}

/** The requests of the screens that there are. */
export const api = {
  executions: (query: Query, signal?: AbortSignal) =>
    get<Page<ExecutionItem>>('/executions', query, signal),
  counts: (query: Query, signal?: AbortSignal) => get<Counts>('/executions/counts', query, signal),
  execution: (id: string, signal?: AbortSignal) =>
    get<Execution>(`/executions/${encodeId(id)}`, [], signal),
  timeline: (id: string, signal?: AbortSignal) =>
    get<TimelineColumns>(`/executions/${encodeId(id)}/timeline`, [], signal),
  step: (id: string, step: string, attempt: number, signal?: AbortSignal) =>
    get<Step>(
      `/executions/${encodeId(id)}/steps/${encodeURIComponent(step)}`,
      [['attempt', String(attempt)]],
      signal,
    ),
  logs: (id: string, query: Query, signal?: AbortSignal) =>
    get<LogPage>(`/executions/${encodeId(id)}/logs`, query, signal),
  /** Those that ran most first; no more than anybody looks through. */
  workflows: (): Promise<readonly Workflow[]> =>
    get<Page<Workflow>>('/workflows', [
      ['orderBy', 'total'],
      ['limit', '500'],
    ]).then((it) => it.items),
  timeseries: (query: Query, signal?: AbortSignal) =>
    get<{ items: StatsBucket[] }>('/stats/timeseries', query, signal),
};
