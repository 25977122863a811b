import { now } from '../time/clock';
import { rangeStart } from './filter';
import type { RunList } from './run-list';

const DAY = 86_400_000;

/** The time the strip shows: as asked for; else from the oldest of the first page until now. */
export function rangeOf(list: RunList): { from: number; to: number } {
  const { filter, rows } = list;
  const started = (at: number): number => Date.parse(rows.at(at)?.startedAt ?? '') || now();
  const asked = Date.parse(filter.get('to') ?? '');
  const newest = started(0);
  // Where nothing ran of late, the time since then would leave no room for what did.
  const fresh = now() - newest < DAY || filter.has('last');
  const to = Number.isFinite(asked) ? asked : fresh ? now() : newest + 60_000;
  const from = rangeStart(filter, now()) ?? Math.min(started(-1), to - 3_600_000);
  return { from: Math.floor(from / 60_000) * 60_000, to };
}
