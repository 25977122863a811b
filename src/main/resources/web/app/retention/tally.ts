import { bytes, counted } from '../look/amounts';
import type { Due } from './requests';

/** What a sweep removes or removed, in words; the bytes are an estimate. */
export function tally(of: Omit<Due, 'steps' | 'logs'>): string {
  const also = [
    ['payloads', of.payloadsExpired],
    ['logs', of.logsExpired],
    ['snapshots', of.snapshotsTrimmed],
  ] as const;
  return [
    counted(of.executions, 'execution'),
    ...also.filter(([, n]) => n).map(([word, n]) => `${word} of ${counted(n, 'other')}`),
    `about ${bytes(of.bytes)}`,
  ].join(', ');
}
