import { html, nothing, type TemplateResult } from 'lit';
import { isBad } from '../api/status';
import type { ExecutionItem } from '../api/types';
import { href } from '../route/router';

/** Where an execution is worth comparing: with what went well before, with what it is a retry of. */
export function compareLinks(execution: ExecutionItem): TemplateResult {
  const against = (other: string): string => href('compare', '', { a: execution.id, b: other });
  return html`${
    isBad(execution.status)
      ? html`<a href=${against('last-success')}>compare with last success</a>`
      : nothing
  }
  ${
    execution.replayOf
      ? html`<a href=${against(execution.replayOf)}>compare with previous attempt</a>`
      : nothing
  }`;
}
