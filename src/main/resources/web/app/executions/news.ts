import type { Held } from './held';

/** What happened since it was last told, in one sentence; empty if nothing did. */
export function newsOf(held: Held): string {
  const { arrived, ended, failed } = held.news;
  held.news = { arrived: 0, ended: 0, failed: 0 };
  return [
    arrived ? `${arrived} new` : '',
    ended ? `${ended} ended` : '',
    failed ? `${failed} failed` : '',
  ]
    .filter(Boolean)
    .join(', ');
}
