import type { Step } from '../api/types';
import { steps } from './requests';

/** What a step says of its place in the workflow; the timeline leaves it out. */
export interface Link {
  readonly node: string;
  readonly dependsOn: readonly string[];
}

export type Links = ReadonlyMap<string, Link>;

const MOST_PAGES = 20;

export function linkOf(step: Step): Link {
  return { node: step.nodeId, dependsOn: step.dependsOn ?? [] };
}

/**
 * Reads page after page, and no further than there is something to learn: a run whose first steps
 * depend on nothing is asked no more, unless its nodes are wanted.
 */
export async function readLinks(
  id: string,
  nodes: boolean,
  signal: AbortSignal,
): Promise<Map<string, Link>> {
  const links = new Map<string, Link>();
  let cursor = '';
  let depend = false;
  for (let n = 0; n < MOST_PAGES; n++) {
    const page = await steps(id, cursor, signal);
    for (const step of page.items) {
      const link = linkOf(step);
      depend ||= link.dependsOn.length > 0;
      links.set(step.key, link);
    }
    if (!page.nextCursor || !(nodes || depend)) break;
    cursor = page.nextCursor;
  }
  return links;
}
