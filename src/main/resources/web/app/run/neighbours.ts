import type { Execution } from '../api/types';
import { neighbour } from '../executions/run-list';
import { go, href } from '../route/router';
import { beside } from './requests';

/** Goes to the run before or behind in the list; who did not come from one walks along the workflow. */
export async function goBeside(id: string, run: Execution | null, by: 1 | -1): Promise<void> {
  const next = neighbour(id, by) || (run ? await beside(run, by).catch(() => '') : '');
  if (next) go(href('execution', next));
}
