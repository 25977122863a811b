import { html, nothing, type TemplateResult } from 'lit';
import { bytes, count } from '../look/bytes';
import type { Due } from './requests';

/** What a dry run told; beside it what is due by the policy as it is stored, where it is. */
export function wouldRemove(due: Due, stored: Due | null): TemplateResult {
  const parts = [
    [due.executions, 'executions'],
    [due.steps, 'steps'],
    [due.logs, 'log lines'],
    [due.payloadsExpired, 'payloads of executions that stay'],
    [due.logsExpired, 'logs of executions that stay'],
    [due.snapshotsTrimmed, 'executions with fewer snapshots'],
  ] as const;
  const named = parts.filter(([n], i) => i === 0 || n > 0);
  return html`<p>
    With this, a sweep now would remove
    <b>${named.map(([n, word]) => `${count(n)} ${word}`).join(', ')}</b>, ${bytes(due.bytes)}.
    ${
      stored
        ? html`<span class="muted">As it is stored: ${count(stored.executions)} executions.</span>`
        : nothing
    }
  </p>`;
}
