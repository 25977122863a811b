import { html, type TemplateResult } from 'lit';
import { key } from '../api/key';
import { View } from '../base/view';
import { keyList } from '../look/key-list';
import { BASE } from '../route/router';
import { zone, zoneName } from '../time/zone';
import './preferences';
import './signs';

/** What the screens mean, and how to report to them. */
class HelpPage extends View {
  constructor() {
    super();
    this.watch(key);
    this.watch(zone);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = 'Help · Hindsight';
  }

  protected override render(): TemplateResult {
    return html`<div class="help" data-scroll>
      <section aria-labelledby="help-signs">
        <h2 id="help-signs">What the signs mean</h2>
        <hs-signs></hs-signs>
      </section>
      <section aria-labelledby="help-report">
        <h2 id="help-report">How to report</h2>
        ${reporting(key.value !== '')}
      </section>
      <section aria-labelledby="help-address">
        <h2 id="help-address">What an address holds</h2>
        <p>
          Everything that is seen: filters, range and order, the chosen row or step, the view, the
          part that is zoomed to, the tab and the marked line. Who opens a copied address sees the
          same. A range like “last 24h” moves with time, until it is frozen by the command palette.
        </p>
        <p>
          Not in it, but kept by this browser: theme, rows, single keys and the time zone, which is
          ${zoneName()} now. A key is never part of an address.
        </p>
      </section>
      <section aria-labelledby="help-likes">
        <h2 id="help-likes">As you like it</h2>
        <hs-preferences></hs-preferences>
      </section>
      <section aria-labelledby="help-keys">
        <h2 id="help-keys">Keys</h2>
        <div class="columns">${keyList()}</div>
      </section>
    </div>`;
  }
}

function reporting(keyed: boolean): TemplateResult {
  const api = `${location.origin}${BASE}/api/v1`;
  const head = keyed ? ` \\\n  -H "Authorization: Bearer $HINDSIGHT_KEY"` : '';
  const json = `${head} \\\n  -H 'Content-Type: application/json'`;
  const begun = `curl -X POST ${api}/executions${json} \\
  -d '{"workflowId": "hello", "externalId": "hello-1", "status": "running"}'`;
  const done = `curl -X PATCH ${api}/executions/ext:hello-1${json} \\
  -d '{"status": "completed", "output": {"greeted": 3}}'`;
  return html`<p>An execution is there as soon as it is reported; what is sent later is merged.</p>
    <pre class="mono" tabindex="0" aria-label="Report that an execution began">${begun}</pre>
    <pre class="mono" tabindex="0" aria-label="Report that it is over">${done}</pre>
    <p>
      All that can be asked and reported:
      <a href="${BASE}/q/swagger-ui">the API, to try out</a> ·
      <a href="${BASE}/q/openapi">as OpenAPI document</a>
    </p>`;
}

customElements.define('hs-help-page', HelpPage);
