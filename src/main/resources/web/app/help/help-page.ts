import { html, type TemplateResult } from 'lit';
import { key } from '../api/key';
import { View } from '../base/view';
import { density } from '../look/density';
import { keyList } from '../look/key-list';
import { painted } from '../look/theme';
import { BASE } from '../route/router';
import { shortcuts } from '../shell/keys';
import { zone, zoneName } from '../time/zone';
import { preferences } from './preferences';
import { drawSigns, signs } from './signs';

/** What the screens mean, and how to report to them. */
class HelpPage extends View {
  constructor() {
    super();
    this.watch(key);
    this.watch(zone);
    this.watch(painted);
    this.watch(density);
    this.watch(shortcuts);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = 'Help · Hindsight';
  }

  protected override render(): TemplateResult {
    return html`<div class="help" data-scroll>
      ${section('What the signs mean', signs())}
      ${section('How to report', reporting(key.value !== ''))}
      ${section(
        'What an address holds',
        html`<p>
            Everything that is seen: filters, range and order, the chosen row or step, the view, the
            zoom, the tab and the marked line. A range like “last 24h” moves with time, until it is
            frozen by the command palette.
          </p>
          <p>
            Kept by this browser instead: what is chosen under “As you like it”, and the time
            zone, which is ${zoneName()} now. A key is never part of an address.
          </p>`,
      )}
      ${section('As you like it', preferences())}
      ${section('Keys', html`<div class="columns">${keyList()}</div>`)}
    </div>`;
  }

  protected override updated(): void {
    drawSigns(this);
  }
}

function section(title: string, content: TemplateResult): TemplateResult {
  return html`<section aria-label=${title}>
    <h2>${title}</h2>
    ${content}
  </section>`;
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
