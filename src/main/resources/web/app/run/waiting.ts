import { html } from 'lit';

/** What the page is about, as long as the run has not told its name. */
const TITLE = html`<h1 class="hidden-text">Execution</h1>`;

/** As large as what comes. */
export const WAITING = html`<div class="run" aria-busy="true">
  <div class="run-head">
    ${TITLE}
    <div class="skeleton"></div>
  </div>
  <div class="run-body"><div class="skeleton"></div></div>
</div>`;
