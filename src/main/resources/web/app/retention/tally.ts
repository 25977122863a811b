import { bytes, count } from '../look/bytes';
import type { Due } from './requests';

/** What a sweep removes or removed, in words. */
export function tally(of: Omit<Due, 'steps' | 'logs'>): string {
  const also = [
    ['payloads', of.payloadsExpired],
    ['logs', of.logsExpired],
    ['snapshots', of.snapshotsTrimmed],
  ] as const;
  return [
    `${count(of.executions)} executions`,
    ...also.filter(([, n]) => n).map(([word, n]) => `${word} of ${count(n)} others`),
    bytes(of.bytes),
  ].join(', ');
}
