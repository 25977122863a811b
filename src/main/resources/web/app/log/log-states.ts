import { html, type TemplateResult } from 'lit';
import type { Problem } from '../api/problem';
import { icon } from '../look/icons';
import { adjust } from '../route/router';
import type { LineFilter } from './requests';

/** Nothing to show: which filter is to blame, if one is. */
export function emptyLog(filter: LineFilter, live: boolean): TemplateResult {
  const blame = [
    filter.minLevel ? `at level ${filter.minLevel} or above` : '',
    filter.stepKey ? `of step ${filter.stepKey}` : '',
    filter.type ? `of type ${filter.type}` : '',
  ].filter((it) => it);
  if (blame.length === 0) {
    return html`<div class="notice">
      <strong>No lines</strong>
      <p>${live ? 'None were reported yet: they appear as they come.' : 'None were reported.'}</p>
    </div>`;
  }
  return html`<div class="notice">
    <strong>No line matches</strong>
    <p>There is none ${blame.join(', ')}.</p>
    <button @click=${() => adjust({ level: '', step: '', attempt: '', type: '' })}>
      Drop the filter
    </button>
  </div>`;
}

/** Some lines could not be read; those that were stay. */
export function failedPart(problem: Problem, again: () => void): TemplateResult {
  return html`<div class="went-wrong" role="alert">
    <p>
      Some lines could not be read: ${problem.title}
      <span class="num">${problem.status || ''} ${problem.requestId}</span>
    </p>
    <button @click=${again}>${icon('retry')} Try again</button>
  </div>`;
}
