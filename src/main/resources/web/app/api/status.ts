import type { Status } from './types';

/** All statuses, in the order in which they are told. */
export const STATUSES: readonly Status[] = [
  'failed',
  'crashed',
  'timed_out',
  'running',
  'pending',
  'cancelled',
  'completed',
];

const WORDS: Record<Status, string> = {
  pending: 'pending',
  running: 'running',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
  timed_out: 'timed out',
  crashed: 'crashed',
  skipped: 'skipped',
};

export function statusWord(status: Status): string {
  return WORDS[status] ?? status;
}

export function isOver(status: Status): boolean {
  return status !== 'pending' && status !== 'running';
}

export function isBad(status: Status): boolean {
  return status === 'failed' || status === 'crashed' || status === 'timed_out';
}
