import { api } from '../api/client';
import type { ExecutionItem, Page, StatsBucket, Status } from '../api/types';
import { zoneName } from '../time/zone';

/** Where the bars of a row are to be seen; narrower screens do not ask for them. */
export const roomy = matchMedia('(min-width: 1000px)');

/** A bar: where it begins and how long it is, in thousandths of the run, and its status. */
export type MiniBar = readonly [number, number, Status];

/** An execution as the list has it. */
export interface RunItem extends ExecutionItem {
  readonly miniTimeline?: { readonly bars: readonly MiniBar[] } | null;
}

type Query = readonly (readonly [string, string])[];

const BARS = ['fields', 'miniTimeline'] as const;

/** A page of the list, with the bars of its rows where there is room for them. */
export function runs(query: Query, signal?: AbortSignal): Promise<Page<RunItem>> {
  return api.executions(roomy.matches ? [...query, BARS] : query, signal);
}

/** The runs that started in a time, both ends included, with their bars; none without room for them. */
export async function barsBetween(from: string, to: string): Promise<readonly RunItem[]> {
  if (!roomy.matches) return [];
  const query: Query = [
    ['startedAfter', from],
    ['startedBefore', new Date(Date.parse(to) + 1).toISOString()],
    ['limit', '200'],
  ];
  return (await runs(query)).items;
}

/** How many ran in each part of a time, days and hours being those of the screen's zone. */
export async function overTime(
  fromMs: number,
  toMs: number,
  bucket: string,
  workflow: string,
): Promise<readonly StatsBucket[]> {
  const query: [string, string][] = [
    ['bucket', bucket],
    ['zone', zoneName()],
    ['from', new Date(fromMs).toISOString()],
    ['to', new Date(toMs).toISOString()],
  ];
  if (workflow) query.push(['workflowId', workflow]);
  return (await api.timeseries(query)).items;
}
