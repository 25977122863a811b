import type { Json } from '../api/types';
import { aligned } from './alignment';
import { isContainer, type Container } from './container';
import { Prints } from './prints';
import { isVolatile } from './volatile';

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

type Open = { -readonly [K in keyof DiffNode]: DiffNode[K] } & { children: Open[] | null };

const MOST_NODES = 20_000;

/** Members by which an element of an array is the same one, though something else in it changed. */
const IDENTITIES = ['id', 'key', 'name', 'sku', 'code', 'path', 'file'];

/**
 * What differs between two JSON values: objects by member, arrays by elements that have the same
 * identity or are equal. Equal parts are never looked into, and the rest not for ever.
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
  let sign: Sign = '~';
  if (left === right) sign = '=';
  else if (prints.ignoring && isVolatile(name, left, right)) sign = '≈';
  else if (left === undefined) sign = '+';
  else if (right === undefined) sign = '-';
  else if (prints.of(left) === prints.of(right)) sign = '=';
  return { name, sign, left, right, children: null, changes: '=≈'.includes(sign) ? 0 : 1 };
}

function isSameKind(left: Json | undefined, right: Json | undefined): boolean {
  return isContainer(left) && isContainer(right) && Array.isArray(left) === Array.isArray(right);
}

function children(left: Container, right: Container, prints: Prints): Open[] {
  if (Array.isArray(left)) return elements(left, right as Json[], prints);
  const [one, other] = [new Map(Object.entries(left)), new Map(Object.entries(right))];
  const names = new Set([...one.keys(), ...other.keys()]);
  return [...names].map((name) => made(name, one.get(name), other.get(name), prints));
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
  return Object.entries(value).find(
    ([name, it]) =>
      IDENTITIES.includes(name) &&
      !isContainer(it) &&
      !(ignoring && isVolatile(name, it, undefined)),
  );
}
