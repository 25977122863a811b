import { html, type TemplateResult } from 'lit';
import { api } from '../api/client';
import { key } from '../api/key';
import type { Status } from '../api/types';
import { oncePerFrame } from '../base/frame';
import { View } from '../base/view';
import { prepared } from '../chart/canvas';
import { drawBar } from '../chart/bars';
import { statusWord } from '../api/status';
import { colour, painted } from '../look/theme';
import { adjust } from '../route/router';
import { tickStep } from '../time/duration';
import { date, dateTime, time, zone, zoneName } from '../time/zone';
import { bucketWord, joined, type Bucket } from './buckets';

const HEIGHT = 72;
const AXIS = 18;

/** Executions over time, stacked by status. A drag chooses a range, a click one bar and its status. */
class Strip extends View {
  static override properties = {
    from: { attribute: false },
    to: { attribute: false },
    workflow: { attribute: false },
    status: { attribute: false },
  };

  declare from: number;
  declare to: number;
  declare workflow: string;
  declare status: string;

  #buckets: Bucket[] = [];
  #asked = '';
  #width = 0;
  #hover = -1;
  #drag: { from: number; to: number } | null = null;
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
    this.watch(painted);
    this.watch(zone);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
    this.until(() => this.#sizes.disconnect());
    this.until(
      key.subscribe(() => {
        this.#asked = '';
        this.requestUpdate();
      }),
    );
  }

  protected override updated(): void {
    void this.#load();
    this.#draw();
  }

  /** Asks again if a minute has passed. */
  refresh(): void {
    void this.#load();
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
      const query: [string, string][] = [
        ['bucket', bucket],
        ['zone', zoneName()],
        ['from', new Date(this.from).toISOString()],
        ['to', new Date(this.to).toISOString()],
      ];
      if (this.workflow) query.push(['workflowId', this.workflow]);
      const { items } = await api.timeseries(query);
      if (asked !== this.#asked) return;
      this.#buckets = joined(items, this.to, 160);
      this.requestUpdate();
    } catch {
      this.#buckets = [];
    }
  }

  #x(ms: number): number {
    return ((ms - this.from) / (this.to - this.from)) * this.#width;
  }

  #at(event: PointerEvent): number {
    const x = event.clientX - this.getBoundingClientRect().left;
    return this.from + (x / Math.max(1, this.#width)) * (this.to - this.from);
  }

  #paint(): void {
    const canvas = this.querySelector('canvas');
    if (!canvas || this.#width === 0) return;
    const pen = prepared(canvas, this.#width, HEIGHT);
    if (!pen) return;
    const foot = HEIGHT - AXIS;
    const most = Math.max(1, ...this.#buckets.map((it) => it.total));
    this.#buckets.forEach((bucket, index) => {
      const x = Math.max(0, this.#x(bucket.startMs));
      const end = Math.min(this.#width, this.#x(bucket.endMs));
      if (index === this.#hover) {
        pen.fillStyle = colour('hover');
        pen.fillRect(x, 0, end - x, foot);
      }
      let y = foot;
      for (const [status, count] of bucket.counts) {
        const height = Math.max(2, (count / most) * (foot - 6));
        y -= height;
        drawBar(pen, status, x + 0.5, y, Math.max(2, end - x - 1.5), height);
      }
    });
    this.#axis(pen, foot);
    if (this.#drag) {
      const [a, b] = [this.#x(this.#drag.from), this.#x(this.#drag.to)].sort((p, q) => p - q);
      pen.fillStyle = colour('link');
      pen.globalAlpha = 0.18;
      pen.fillRect(a as number, 0, (b as number) - (a as number), foot);
      pen.globalAlpha = 1;
    }
  }

  #axis(pen: CanvasRenderingContext2D, foot: number): void {
    pen.fillStyle = colour('hairline');
    pen.fillRect(0, foot, this.#width, 1);
    pen.fillStyle = colour('muted');
    pen.font = '11px system-ui, sans-serif';
    const span = this.to - this.from;
    const step = tickStep(span, this.#width / 120);
    for (let at = Math.ceil(this.from / step) * step; at < this.to; at += step) {
      const x = this.#x(at);
      if (x > this.#width - 40) break;
      pen.fillText(step >= 86_400_000 ? date(at) : time(at).slice(0, 5), x + 3, HEIGHT - 4);
      pen.fillRect(x, foot, 1, 4);
    }
  }

  protected override render(): TemplateResult {
    const bucket = this.#buckets[this.#hover];
    return html`<canvas
      role="img"
      aria-label="Executions over time, by status"
      title=${bucket ? told(bucket) : ''}
      @pointerdown=${(e: PointerEvent) => this.#down(e)}
      @pointermove=${(e: PointerEvent) => this.#move(e)}
      @pointerup=${(e: PointerEvent) => this.#up(e)}
      @pointerleave=${() => this.#over(-1)}
    ></canvas>`;
  }

  #down(event: PointerEvent): void {
    (event.target as Element).setPointerCapture(event.pointerId);
    const at = this.#at(event);
    this.#drag = { from: at, to: at };
  }

  #move(event: PointerEvent): void {
    const at = this.#at(event);
    if (this.#drag) this.#drag.to = at;
    this.#over(this.#buckets.findIndex((it) => it.startMs <= at && at < it.endMs));
  }

  #over(index: number): void {
    if (index !== this.#hover) {
      this.#hover = index;
      this.requestUpdate();
    }
    this.#draw();
  }

  #up(event: PointerEvent): void {
    const drag = this.#drag;
    this.#drag = null;
    if (!drag) return;
    const moved = Math.abs(this.#x(drag.to) - this.#x(drag.from));
    if (moved > 4) {
      const [from, to] = [drag.from, drag.to].sort((a, b) => a - b) as [number, number];
      this.#choose(from, to);
      return;
    }
    const bucket = this.#buckets[this.#hover];
    if (bucket) this.#choose(bucket.startMs, bucket.endMs, this.#statusAt(bucket, event));
  }

  #statusAt(bucket: Bucket, event: PointerEvent): Status | undefined {
    const most = Math.max(1, ...this.#buckets.map((it) => it.total));
    const y = event.clientY - this.getBoundingClientRect().top;
    let top = HEIGHT - AXIS;
    for (const [status, count] of bucket.counts) {
      top -= Math.max(2, (count / most) * (HEIGHT - AXIS - 6));
      if (y >= top) return y > HEIGHT - AXIS ? undefined : status;
    }
    return undefined;
  }

  #choose(from: number, to: number, status?: Status): void {
    adjust(
      {
        last: '',
        from: new Date(Math.floor(from)).toISOString(),
        to: new Date(Math.ceil(to)).toISOString(),
        ...(status ? { status } : {}),
      },
      true,
    );
  }
}

function told(bucket: Bucket): string {
  const counts = [...bucket.counts].map(([status, n]) => `${n} ${statusWord(status)}`);
  return `${dateTime(bucket.startMs)} to ${dateTime(bucket.endMs)}\n${counts.join('\n') || 'none'}`;
}

customElements.define('hs-strip', Strip);
export type { Strip };
