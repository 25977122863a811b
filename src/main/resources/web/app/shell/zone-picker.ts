import { html, nothing, type TemplateResult } from 'lit';
import { View } from '../base/view';
import { now } from '../time/clock';
import { dateTime, isZone, offset, zone, zoneChoices, zoneName } from '../time/zone';

/** In which zone all times are, and in which they could be. */
class ZonePicker extends View {
  #open = false;

  constructor() {
    super();
    this.watch(zone);
  }

  protected override render(): TemplateResult {
    const [, area, place] = /^(.*\/)?(.*)$/.exec(zoneName()) ?? [];
    return html`<button
        class="quiet num zone"
        popovertarget="zones"
        title="Time zone of everything on the screen (z for the next)"
      >
        <span class="cut"><span class="area">${area}</span>${place}</span>
        <span class="muted">${offset(now())}</span>
      </button>
      <div
        id="zones"
        class="zones"
        popover
        role="dialog"
        aria-label="Time zone"
        @toggle=${(event: ToggleEvent) => this.#toggled(event.newState === 'open')}
      >
        ${this.#open ? this.#choices() : nothing}
      </div>`;
  }

  #choices(): TemplateResult {
    return html`<p class="muted">
        All times on the screen are in this zone.<br />It is now
        <span class="num">${dateTime(now())}</span>.
      </p>
      ${zoneChoices(now()).map(
        (it) =>
          html`<button
            aria-pressed=${it.name === zoneName() ? 'true' : 'false'}
            @click=${() => this.#choose(it.value)}
          >
            <span class="cut">${it.name}</span>
            <span class="num muted"
              >${it.offset}${it.value === 'local' ? ', of this browser' : ''}</span
            >
          </button>`,
      )}
      <form novalidate @submit=${(event: SubmitEvent) => this.#enter(event)}>
        <label>
          Any other
          <input
            name="zone"
            list="all-zones"
            placeholder="Asia/Kathmandu"
            autocomplete="off"
            spellcheck="false"
            @input=${(event: Event) => (event.target as HTMLInputElement).setCustomValidity('')}
          />
        </label>
        <button>Use</button>
      </form>
      <datalist id="all-zones">
        ${Intl.supportedValuesOf('timeZone').map((it) => html`<option value=${it}></option>`)}
      </datalist>`;
  }

  #toggled(open: boolean): void {
    this.#open = open;
    this.requestUpdate();
  }

  #choose(value: string): void {
    zone.value = value;
    this.querySelector<HTMLElement>('#zones')?.hidePopover();
  }

  #enter(event: SubmitEvent): void {
    event.preventDefault();
    const input = this.querySelector('input') as HTMLInputElement;
    const typed = input.value.trim();
    if (isZone(typed)) this.#choose(spelled(typed));
    else {
      input.setCustomValidity('No zone is called so.');
      input.reportValidity();
    }
  }
}

/** As it is written properly: the service is particular about that. */
function spelled(zone: string): string {
  const known = Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  if (known.toLowerCase() === zone.toLowerCase()) return known;
  // A zone that was renamed: browsers tell the one name, people the other.
  return zone.toLowerCase().replaceAll(/(?<![a-z])[a-z]/g, (it) => it.toUpperCase());
}

customElements.define('hs-zone-picker', ZonePicker);
