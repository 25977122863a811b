import { key as asker } from '../api/key';
import { Signal } from '../base/signal';
import { route } from '../route/router';
import { now } from '../time/clock';
import { parseSpan } from '../time/duration';
import { zoneName } from '../time/zone';

export type BucketWord = 'minute' | 'hour' | 'day';

/** Which runs are told of. */
export interface Scope {
  readonly from: number;
  readonly to: number;
  /** As in the address: a comma list; empty for all. */
  readonly workflow: string;
  readonly bucket: BucketWord;
  readonly zone: string;
  /** The range as the address has it, for links that keep it. */
  readonly range: Readonly<Record<string, string>>;
  /** The same for as long as the same is asked, however far time has moved. */
  readonly question: string;
  /** The same only while nothing at all has changed. */
  readonly key: string;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function bucketWord(spanMs: number): BucketWord {
  if (spanMs <= 3 * HOUR) return 'minute';
  return spanMs <= 4 * DAY ? 'hour' : 'day';
}

/** The scope of a query at a moment; seven days, where it names no range. */
function scopeOf(
  query: ReadonlyMap<string, string>,
  nowMs: number,
  zone: string,
): Omit<Scope, 'key'> {
  const workflow = query.get('workflow') ?? '';
  const [asked, until] = [query.get('from') ?? '', query.get('to') ?? ''];
  const [start, end] = [Date.parse(asked), Date.parse(until)] as [number, number];
  const last = query.get('last') ?? '';
  const span = parseSpan(last);
  const isFixed = !span && Boolean(start || end);
  const to = isFixed && end ? end : nowMs;
  const from = isFixed && start ? start : to - (span ?? 7 * DAY);
  const range: Record<string, string> = isFixed
    ? { from: asked, to: until }
    : { last: span ? last : '7d' };
  const question = [...Object.values(range), workflow, zone].join('\n');
  const bucket = bucketWord(to - from);
  return { from, to, workflow, bucket, zone, range, question };
}

let serial = 0;

/** Who asks decides what is seen: an answer to one is none to another. */
function current(): Scope {
  const second = Math.floor(now() / 1_000) * 1_000;
  const found = scopeOf(route.value.query, second, zoneName());
  const question = `${found.question}\n${asker.value}`;
  return { ...found, question, key: `${question}\n${serial++}` };
}

export const scope = new Signal<Scope>(current());

/** Looks at the address again; and at the clock, so that what is told is asked for anew. */
export function rescope(isAnew = false): void {
  const next = current();
  if (isAnew || next.question !== scope.value.question) scope.value = next;
}

/** The later part of a scope. */
export function since(of: Scope, from: number): Scope {
  if (from <= of.from) return of;
  return { ...of, from, bucket: bucketWord(of.to - from), key: `${of.key}\n${from}` };
}

/** As parameters of statistics. */
export function statsQuery(of: Scope): [string, string][] {
  const query: [string, string][] = [
    ['from', new Date(of.from).toISOString()],
    ['to', new Date(of.to).toISOString()],
  ];
  if (of.workflow) query.push(['workflowId', of.workflow]);
  return query;
}
