import { html, nothing, type TemplateResult } from 'lit';
import { copyFrom } from '../base/copy';
import { icon } from '../look/icons';
import { adjust, href, route } from '../route/router';
import { time } from '../time/zone';
import { list } from './run-list';

/** The ids of the marked rows, the older mark first; at most two, because two are compared. */
export function marks(): string[] {
  return (route.value.query.get('mark') ?? '').split(',').filter(Boolean).slice(-2);
}

/** `A` or `B` for a marked row; nothing for others. */
export function markOf(id: string): string {
  return ['A', 'B'][marks().indexOf(id)] ?? '';
}

/** Marks a row, or takes its mark away; a third mark takes the place of the older. */
export function toggleMark(id: string): void {
  if (!id) return;
  const others = marks().filter((it) => it !== id);
  const next = others.length === marks().length ? [...others, id].slice(-2) : others;
  adjust({ mark: next.join(',') });
}

/** What can be done with what is marked. */
export function markBar(): TemplateResult | typeof nothing {
  const [a, b] = marks();
  if (!a) return nothing;
  return html`<div class="marks" role="region" aria-label="Marked executions">
    <span class="cut"><b class="marked">A</b> ${named(a)}</span>
    ${
      b
        ? html`<span class="cut"><b class="marked">B</b> ${named(b)}</span
            ><a class="button primary" href=${href('compare', '', { a, b })}>Compare A and B</a>`
        : html`<span class="muted cut">Mark another with <kbd>x</kbd> to compare</span>`
    }
    <button class="quiet" aria-label="Take the marks away" @click=${() => adjust({ mark: '' })}>
      ${icon('close')}
    </button>
  </div>`;
}

function named(id: string): string {
  const run = list.rows[list.held.at(id)];
  if (!run) return `…${id.slice(-8)}`;
  return `${run.workflowName ?? run.workflowId} ${time(Date.parse(run.startedAt))}`;
}

/** The small buttons within rows. */
export function pressIn(event: Event): void {
  const button = (event.target as Element).closest<HTMLElement>('button');
  const { mark, copy } = button?.dataset ?? {};
  if (mark) toggleMark(mark);
  if (button && copy) void copyFrom(button, copy);
}
