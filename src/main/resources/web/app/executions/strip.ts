import { html, nothing, type TemplateResult } from 'lit';
import { key } from '../api/key';
import { statusWord } from '../api/status';
import type { Status } from '../api/types';
import { oncePerFrame } from '../base/frame';
import { View } from '../base/view';
import { prepared } from '../chart/canvas';
import { painted } from '../look/theme';
import { adjust } from '../route/router';
import { zone, zoneName } from '../time/zone';
import { bucketWord, joined, told, type Bucket } from './buckets';
import { HEIGHT, paintStrip, statusAt, xOf, type Picture } from './strip-paint';
import { overTime } from './requests';
import { barFor, climbed, drawn, type Range } from './strip-keys';
import { barNote, stripNote } from './strip-note';
import { stripTable } from './strip-table';

/**
 * Executions over time, stacked by status. A drag chooses a range, a click one bar and its status;
 * with the keyboard arrows go from bar to bar and up to a status, Shift draws the range, Enter
 * chooses.
 */
class Strip extends View {
  static override properties = {
    from: { attribute: false },
    to: { attribute: false },
    workflow: { attribute: false },
    status: { attribute: false },
    apart: { attribute: false },
  };

  declare from: number;
  declare to: number;
  declare workflow: string;
  declare status: string;
  /** The filters that statistics know nothing of. */
  declare apart: string;

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
    this.from = 0;
    this.to = 0;
    this.workflow = '';
    this.status = '';
    this.apart = '';
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
    const span = this.to - this.from;
    const bucket = bucketWord(span);
    // Statistics are a minute behind at most: what is asked again then may be more.
    const minute = Math.floor(Date.now() / 60_000);
    const asked = [minute, this.from, this.to, this.workflow, bucket, zoneName()].join();
    if (asked === this.#asked || span <= 0) return;
    this.#asked = asked;
    try {
      const items = await overTime(this.from, this.to, bucket, this.workflow);
      if (asked !== this.#asked) return;
      this.#buckets = joined(items, this.to, 160);
      this.#failed = false;
    } catch {
      if (asked !== this.#asked) return;
      this.#failed = true;
      this.#buckets = [];
    }
    this.requestUpdate();
  }

  get #picture(): Picture {
    return {
      from: this.from,
      to: this.to,
      width: this.#width,
      buckets: this.#buckets,
      chosen: new Set(this.status.split(',').filter(Boolean)),
      hover: this.#hover,
      segment: this.#segment,
      range: this.#range,
    };
  }

  #paint(): void {
    const canvas = this.querySelector('canvas');
    if (!canvas || this.#width === 0) return;
    const pen = prepared(canvas, this.#width, HEIGHT);
    if (pen && this.to > this.from) paintStrip(pen, this.#picture);
  }

  protected override render(): TemplateResult {
    const bucket = this.#buckets[this.#hover];
    const text = bucket ? told(bucket) : '';
    const only = this.#segment ? `${statusWord(this.#segment)} chosen. ` : '';
    return html`<canvas
        role="slider"
        tabindex="0"
        aria-label="Executions over time, by status. Arrows walk, Shift draws a range, Enter chooses"
        aria-valuemin="0"
        aria-valuemax=${Math.max(0, this.#buckets.length - 1)}
        aria-valuenow=${Math.max(0, this.#hover)}
        aria-valuetext=${only + text || 'no time chosen'}
        @pointerdown=${(e: PointerEvent) => this.#down(e)}
        @pointermove=${(e: PointerEvent) => this.#move(e)}
        @pointerup=${(e: PointerEvent) => this.#up(e)}
        @pointercancel=${() => this.#reset()}
        @pointerleave=${() => this.#reset()}
        @blur=${() => this.#reset()}
        @keydown=${(e: KeyboardEvent) => this.#key(e)}
      ></canvas>
      ${
        bucket
          ? barNote(bucket, xOf(this.#picture, bucket.startMs) < this.#width / 2)
          : stripNote(this.#failed, this.apart, () => this.#again())
      }
      <button class="strip-as" @click=${() => this.#table(true)}>As table</button>
      ${this.#tabled ? stripTable(this.#buckets, () => this.#table(false)) : nothing}`;
  }

  #table(shown: boolean): void {
    this.#tabled = shown;
    this.requestUpdate();
    if (shown) void this.updateComplete.then(() => this.querySelector('dialog')?.showModal());
  }

  #at(event: PointerEvent): number {
    const x = event.clientX - this.getBoundingClientRect().left;
    return this.from + (x / Math.max(1, this.#width)) * (this.to - this.from);
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
    if (Math.abs(xOf(picture, range.to) - xOf(picture, range.from)) > 4) {
      this.#choose(range.from, range.to);
      return;
    }
    this.#chooseBar();
  }

  #chooseBar(): void {
    const bucket = this.#buckets[this.#hover];
    if (bucket) this.#choose(bucket.startMs, bucket.endMs, this.#segment);
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = barFor(event.key, this.#hover, this.#buckets.length);
    const up = ({ ArrowUp: 1, ArrowDown: -1 } as const)[event.key as 'ArrowUp' | 'ArrowDown'];
    const here = this.#buckets[this.#hover];
    if (to !== undefined) this.#walk(to, event.shiftKey);
    else if (up && here) this.#over(this.#hover, climbed(here, this.#segment, up));
    else if (event.key === 'Enter' && this.#range) this.#choose(this.#range.from, this.#range.to);
    else if (event.key === 'Enter') this.#chooseBar();
    else if (event.key === 'Escape' && this.#hover >= 0) this.#reset();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #walk(index: number, draws: boolean): void {
    const there = this.#buckets[index];
    if (!there) return;
    this.#range = draws ? drawn(this.#range, this.#buckets[this.#hover], there) : null;
    this.#over(index, undefined);
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
