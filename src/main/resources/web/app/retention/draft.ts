import type { Json } from '../api/types';
import { labelsOf, texts } from './policy';
import type { Policy } from './requests';

/** How each property of a policy is typed: lists have a line for each. */
const KINDS = {
  name: 'text',
  priority: 'number',
  workflowId: 'list',
  status: 'list',
  label: 'list',
  maxAge: 'age',
  payloadMaxAge: 'age',
  logMaxAge: 'age',
  maxCount: 'number',
  countPer: 'text',
  maxSnapshots: 'number',
  archive: 'flag',
  archiveMaxAge: 'age',
  enabled: 'flag',
} as const;

export type Name = keyof typeof KINDS;
export type Flag = 'archive' | 'enabled';
export type Typed = Exclude<Name, Flag>;

/** A policy as it stands in the form: texts, as they were typed. */
export type Draft = Record<Typed, string> & Record<Flag, boolean>;

export function kindOf(name: Name): (typeof KINDS)[Name] {
  return KINDS[name];
}

export function draftOf(policy: Policy): Draft {
  const all = Object.keys(KINDS).map((name) => {
    const value = policy[name as Name];
    if (typeof value === 'boolean') return [name, value];
    if (KINDS[name as Name] !== 'list') return [name, String(value ?? '')];
    return [name, (name === 'label' ? labelsOf : texts)(value as null).join('\n')];
  });
  return Object.fromEntries(all) as Draft;
}

/** What is sent. What is no number is sent as it is: the service says what is wrong with it. */
export function bodyOf(draft: Draft): Record<string, Json> {
  const all = Object.entries(draft).map(([name, typed]) => [name, read(name as Name, typed)]);
  const body = Object.fromEntries(all) as Record<string, Json>;
  return draft.archive ? body : { ...body, archiveMaxAge: null };
}

function read(name: Name, typed: string | boolean): Json {
  if (typeof typed === 'boolean') return typed;
  const text = typed.trim();
  if (text === '') return name === 'priority' ? 1_000 : null;
  switch (KINDS[name]) {
    case 'number':
      return /^\d{1,15}$/.test(text) ? Number(text) : text;
    case 'list':
      return linesOf(text);
    case 'age':
      return text.toUpperCase();
    default:
      return text;
  }
}

export function linesOf(typed: string): string[] {
  return typed
    .split('\n')
    .map((it) => it.trim())
    .filter(Boolean);
}
