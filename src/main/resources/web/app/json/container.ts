import type { Json } from '../api/types';

/** A value that holds others. */
export type Container = Json[] | { [name: string]: Json };

export function isContainer(value: Json | undefined): value is Container {
  return value !== null && typeof value === 'object';
}
