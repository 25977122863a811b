import { listed, names } from '../api/lists';
import { duration } from '../time/duration';
import { dateTime } from '../time/zone';
import { FILTERS, type FilterName } from './filter';
import { list } from './run-list';
import { known } from './known';

/** What somebody can pick instead of typing it. */
export interface Choice {
  readonly value: string;
  readonly word: string;
  readonly count: number;
}

export interface Editor {
  readonly hint?: string;
  /** What a text must look like; the service judges the rest. */
  readonly pattern?: string;
  /** As it stands in the address. */
  readonly read?: (text: string) => string;
  readonly choices?: () => Choice[];
  readonly code?: true;
}

const LENGTH_FORM = String.raw`\s*(\d+(?:\.\d+)?)\s*(ms|s|min|m|h|d)?\s*`;
const CONTAINS: Editor = { hint: '{"order": {"country": "NL"}}', code: true };
const PATH: Editor = { hint: '$.items[*].price > 100', code: true };
const LENGTH: Editor = { hint: '500 ms, 30 s, 5 min, 2 h', pattern: LENGTH_FORM, read: readLength };

/** How each filter that can be added is asked for. */
export const EDITORS: Readonly<Partial<Record<FilterName, Editor>>> = {
  workflow: { choices: workflowChoices },
  trigger: { choices: () => seen((it) => [it.trigger?.type]) },
  label: {
    hint: 'team:payments',
    pattern: '.+:.*',
    choices: () => seen((it) => Object.entries(it.labels ?? {}).map((pair) => pair.join(':'))),
  },
  from: {},
  min: LENGTH,
  max: LENGTH,
  error: { choices: () => seen((it) => [it.error?.type]) },
  node: { hint: 'Id of the node that failed' },
  input: CONTAINS,
  output: CONTAINS,
  meta: CONTAINS,
  inputPath: PATH,
  outputPath: PATH,
  metaPath: PATH,
  retryOf: { hint: 'Id of the first one' },
  external: { hint: "The engine's own id" },
};

/** The word of a filter where it is picked; a range is one, though it has two ends. */
export function wordOf(name: FilterName): string {
  return name === 'from' ? 'Range' : FILTERS[name].word;
}

/** A value as people read it. */
export function told(name: FilterName, value: string): string {
  if (name === 'min' || name === 'max') {
    return /^\d+$/.test(value) ? duration(Number(value)) : value;
  }
  if (name === 'from' || name === 'to') {
    const at = Date.parse(value);
    return Number.isFinite(at) ? dateTime(at) : value;
  }
  return names(value).join(', ');
}

function workflowChoices(): Choice[] {
  return [...known.value.values()].map((it) => ({
    value: listed(it.workflowId),
    word: it.workflowName ?? it.workflowId,
    count: it.counts.total,
  }));
}

/** What the loaded rows have, most frequent first. */
function seen(of: (run: (typeof list.rows)[number]) => (string | undefined)[]): Choice[] {
  const counts = new Map<string, number>();
  for (const run of list.rows.slice(0, 2_000)) {
    for (const it of of(run)) if (it) counts.set(it, (counts.get(it) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([word, count]) => ({ value: listed(word), word, count }));
}

const LENGTHS: Record<string, number> = { ms: 1, s: 1e3, min: 6e4, m: 6e4, h: 36e5, d: 864e5 };

function readLength(text: string): string {
  const [, count, unit = 's'] = new RegExp(`^${LENGTH_FORM}$`).exec(text) ?? [];
  return String(Math.round(Number(count) * (LENGTHS[unit] ?? 1)));
}
