import { html, nothing, type TemplateResult } from 'lit';
import { key } from '../api/key';
import { names } from '../api/lists';
import type { Status } from '../api/types';
import { oncePerFrame } from '../base/frame';
import { View } from '../base/view';
import { prepared } from '../chart/canvas';
import { painted } from '../look/theme';
import { adjust } from '../route/router';
import { zone, zoneName } from '../time/zone';
import { bucketWord, joined, told, type Bucket } from './buckets';
import { apartFrom, type Filter } from './filter';
import { HEIGHT, paintStrip, statusAt, xOf, type Picture } from './strip-paint';
import { overTime } from './requests';
import { stripTable } from './strip-table';

export interface Range {
  from: number;
  to: number;
}

/**
 * Executions over time, stacked by status. A drag chooses a range, a click one bar and its status;
 * with the keyboard arrows go from bar to bar, and Enter chooses.
 */
class Strip extends View {
  static override properties = { span: { attribute: false }, filter: { attribute: false } };

  declare span: Range;
  declare filter: Filter;

  #buckets: Bucket[] = [];
  #asked = '';
  #failed = false;
  #tabled = false;
  #width = 0;
  #hover = -1;
  #segment: Status | undefined;
  #range: Range | null = null;
  readonly #draw = oncePerFrame(() => this.#paint());
  readonly #sizes = new ResizeObserver(([entry]) => {
    this.#width = entry?.contentRect.width ?? 0;
    this.#draw();
  });

  constructor() {
    super();
    this.span = { from: 0, to: 0 };
    this.filter = new Map();
    this.watch(painted);
    this.watch(zone);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
    this.until(() => this.#sizes.disconnect());
    this.until(key.subscribe(() => this.#again()));
  }

  protected override updated(): void {
    void this.#load();
    this.#draw();
  }

  /** Asks again if a minute has passed. */
  refresh(): void {
    void this.#load();
  }

  #again(): void {
    this.#asked = '';
    this.requestUpdate();
  }

  async #load(): Promise<void> {
    const { from, to } = this.span;
    const bucket = bucketWord(to - from);
    const workflow = this.filter.get('workflow') ?? '';
    // Statistics are a minute behind at most: what is asked again then may be more.
    const minute = Math.floor(Date.now() / 60_000);
    const asked = [minute, from, to, workflow, bucket, zoneName()].join();
    if (asked === this.#asked || to <= from) return;
    this.#asked = asked;
    const items = await overTime(from, to, bucket, workflow).catch(() => null);
    if (asked !== this.#asked) return;
    this.#buckets = joined(items ?? [], to, 160);
    this.#failed = !items;
    this.requestUpdate();
  }

  get #picture(): Picture {
    return {
      ...this.span,
      width: this.#width,
      buckets: this.#buckets,
      chosen: new Set(names(this.filter.get('status') ?? '')),
      hover: this.#hover,
      segment: this.#segment,
      range: this.#range,
    };
  }

  #paint(): void {
    const canvas = this.querySelector('canvas');
    if (!canvas || this.#width === 0) return;
    const pen = prepared(canvas, this.#width, HEIGHT);
    if (pen && this.span.to > 0) paintStrip(pen, this.#picture);
  }

  protected override render(): TemplateResult {
    const bucket = this.#buckets[this.#hover];
    const text = bucket ? told(bucket) : '';
    return html`<canvas
        role="slider"
        tabindex="0"
        aria-label="Executions over time, by status"
        aria-valuemin="0"
        aria-valuemax=${Math.max(0, this.#buckets.length - 1)}
        aria-valuenow=${Math.max(0, this.#hover)}
        aria-valuetext=${text || 'no time chosen'}
        @pointerdown=${(e: PointerEvent) => this.#down(e)}
        @pointermove=${(e: PointerEvent) => this.#move(e)}
        @pointerup=${(e: PointerEvent) => this.#up(e)}
        @pointercancel=${() => this.#reset()}
        @pointerleave=${() => this.#reset()}
        @blur=${() => this.#reset()}
        @keydown=${(e: KeyboardEvent) => this.#key(e)}
      ></canvas>
      ${this.#note(bucket, text)}
      <button class="strip-as" popovertarget="strip-table">As table</button>
      <div
        id="strip-table"
        popover
        tabindex="0"
        role="region"
        aria-label="Executions over time"
        @beforetoggle=${(e: ToggleEvent) => {
          this.#tabled = e.newState === 'open';
          this.requestUpdate();
        }}
      >
        ${this.#tabled ? stripTable(this.#buckets) : nothing}
      </div>`;
  }

  /** What the mark stands on, told where it hides nothing; else what is to be known of the whole. */
  #note(bucket: Bucket | undefined, text: string): TemplateResult | typeof nothing {
    if (bucket) {
      const side = xOf(this.#picture, bucket.startMs) < this.#width / 2 ? 'right' : '';
      return html`<p class="strip-note num ${side}" aria-hidden="true">${text}</p>`;
    }
    if (this.#failed) {
      return html`<p class="strip-note">
        Numbers over time did not come <button @click=${() => this.#again()}>Try again</button>
      </p>`;
    }
    const apart = apartFrom(this.filter);
    return apart ? html`<p class="strip-note muted">The bars leave out of account: ${apart}</p>` : nothing;
  }

  #at(event: PointerEvent): number {
    const x = event.clientX - this.getBoundingClientRect().left;
    const { from, to } = this.span;
    return from + (x / Math.max(1, this.#width)) * (to - from);
  }

  #down(event: PointerEvent): void {
    (event.target as Element).setPointerCapture(event.pointerId);
    const at = this.#at(event);
    this.#range = { from: at, to: at };
  }

  #move(event: PointerEvent): void {
    const at = this.#at(event);
    if (this.#range && event.buttons > 0) this.#range.to = at;
    const index = this.#buckets.findIndex((it) => it.startMs <= at && at < it.endMs);
    const bucket = this.#buckets[index];
    const y = event.clientY - this.getBoundingClientRect().top;
    this.#over(index, bucket ? statusAt(this.#buckets, bucket, y) : undefined);
  }

  #over(index: number, segment: Status | undefined): void {
    if (index !== this.#hover || segment !== this.#segment) {
      this.#hover = index;
      this.#segment = segment;
      this.requestUpdate();
    }
    this.#draw();
  }

  #reset(): void {
    this.#range = null;
    this.#over(-1, undefined);
  }

  #up(event: PointerEvent): void {
    this.#move(event);
    const range = this.#range;
    this.#range = null;
    if (!range) return;
    const picture = this.#picture;
    const drawn = Math.abs(xOf(picture, range.to) - xOf(picture, range.from));
    if (drawn > 4) this.#choose(range.from, range.to);
    else this.#chooseBar();
  }

  #chooseBar(): void {
    const bucket = this.#buckets[this.#hover];
    if (bucket) this.#choose(bucket.startMs, bucket.endMs, this.#segment);
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const last = this.#buckets.length - 1;
    const at = this.#hover < 0 ? last + 1 : this.#hover;
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last }[event.key];
    if (to !== undefined) this.#over(Math.max(0, Math.min(last, to)), undefined);
    else if (event.key === 'Enter') this.#chooseBar();
    else if (event.key === 'Escape' && this.#hover >= 0) this.#reset();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #choose(a: number, b: number, status?: Status): void {
    this.#reset();
    adjust(
      {
        last: '',
        from: new Date(Math.floor(Math.min(a, b))).toISOString(),
        to: new Date(Math.ceil(Math.max(a, b))).toISOString(),
        ...(status ? { status } : {}),
      },
      true,
    );
  }
}

customElements.define('hs-strip', Strip);
export type { Strip };
