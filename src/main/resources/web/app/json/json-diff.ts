import type { Json } from '../api/types';
import { aligned } from './alignment';
import { Prints } from './prints';
import { isContainer, isVolatile } from './volatile';

/** Equal; only right; only left; another value; another one, which is ignored. */
export type Sign = '=' | '+' | '-' | '~' | '≈';

/** A place in one or both of two values. */
export interface DiffNode {
  /** Of a member; of an element its index, two where it moved. Empty at the top. */
  readonly name: string;
  readonly sign: Sign;
  readonly left: Json | undefined;
  readonly right: Json | undefined;
  /** What is in it, where both sides have the same kind and differ inside; else null. */
  readonly children: readonly DiffNode[] | null;
  /** How many places in it differ, itself included. */
  readonly changes: number;
}

export interface JsonDiff {
  readonly root: DiffNode;
  /** Whether there was too much to look into everything. */
  readonly isCut: boolean;
}

type Container = Json[] | { [name: string]: Json };
type Open = { -readonly [K in keyof DiffNode]: DiffNode[K] } & { children: Open[] | null };

const MOST_NODES = 20_000;

/** Members by which an element of an array is the same one, though something else in it changed. */
const IDENTITIES = ['id', 'key', 'name', 'sku', 'code', 'path', 'file'];

/**
 * What differs between two JSON values: objects by member, arrays by elements that have the same
 * identity or are equal. Equal parts are never looked into. Not recursive, and bounded:
 * values may be as deep and as large as they like.
 */
export function jsonDiff(
  left: Json | undefined,
  right: Json | undefined,
  ignoring: boolean,
): JsonDiff {
  const prints = new Prints(ignoring);
  const root = made('', left, right, prints);
  const nodes = [root];
  let isCut = false;
  for (const node of nodes) {
    if (node.sign !== '~' || !isSameKind(node.left, node.right)) continue;
    if (nodes.length > MOST_NODES) {
      isCut = true;
      continue;
    }
    node.children = children(node.left as Container, node.right as Container, prints);
    for (const child of node.children) nodes.push(child);
  }
  // Whoever is inside comes later.
  for (const node of nodes.reverse()) {
    if (!node.children) continue;
    node.changes = node.children.reduce((sum, it) => sum + it.changes, 0);
    if (node.changes === 0) node.sign = '≈';
  }
  return { root, isCut };
}

function made(name: string, left: Json | undefined, right: Json | undefined, prints: Prints): Open {
  const sign = signOf(name, left, right, prints);
  const changes = sign === '=' || sign === '≈' ? 0 : 1;
  return { name, sign, left, right, children: null, changes };
}

function signOf(
  name: string,
  left: Json | undefined,
  right: Json | undefined,
  prints: Prints,
): Sign {
  if (left === right) return '=';
  if (prints.ignoring && isVolatile(name, left, right)) return '≈';
  if (left === undefined) return '+';
  if (right === undefined) return '-';
  return prints.of(left) === prints.of(right) ? '=' : '~';
}

function isSameKind(left: Json | undefined, right: Json | undefined): boolean {
  return isContainer(left) && isContainer(right) && Array.isArray(left) === Array.isArray(right);
}

function children(left: Container, right: Container, prints: Prints): Open[] {
  if (Array.isArray(left)) return elements(left, right as Json[], prints);
  const other = right as { [name: string]: Json };
  const names = new Set([...Object.keys(left), ...Object.keys(other)]);
  const own = (of: { [name: string]: Json }, name: string): Json | undefined =>
    Object.hasOwn(of, name) ? of[name] : undefined;
  return [...names].map((name) => made(name, own(left, name), own(other, name), prints));
}

/** Elements meet by what identifies them, or else by all that they are. */
function elements(left: readonly Json[], right: readonly Json[], prints: Prints): Open[] {
  const mark = (it: Json): number => prints.of(identity(it, prints.ignoring) ?? it);
  const isAlike = (i: number, j: number): boolean => isSameKind(left[i], right[j]);
  return aligned(left.map(mark), right.map(mark), isAlike).map(([i, j]) => {
    const name = i < 0 ? `${j}` : j < 0 || i === j ? `${i}` : `${i}→${j}`;
    return made(name, left[i], right[j], prints);
  });
}

function identity(value: Json, ignoring: boolean): Json[] | undefined {
  if (!isContainer(value) || Array.isArray(value)) return undefined;
  const name = IDENTITIES.find(
    (it) =>
      Object.hasOwn(value, it) &&
      !isContainer(value[it]) &&
      !(ignoring && isVolatile(it, value[it], undefined)),
  );
  return name ? [name, value[name] as Json] : undefined;
}
