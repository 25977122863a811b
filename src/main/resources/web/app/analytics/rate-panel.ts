import { html, type TemplateResult } from 'lit';
import { statusWord } from '../api/status';
import { sideAxis } from '../chart/axis';
import { drawBar } from '../chart/bars';
import { drawLine } from '../chart/line';
import type { Mark } from '../chart/plot';
import { linear } from '../chart/scale';
import { count, percent, type Table } from '../chart/table';
import { statusIcon } from '../look/status';
import { bucketsOf, countOf, spanOf, STACK, type Bucket } from './buckets';
import { NOT_COMPLETED, runsHref } from './links';
import { dotMark, drawHollow, ENOUGH, framed, type Frame } from './over-time';
import { PlotPanel } from './plot-panel';
import type { Scope } from './scope';

/** How much of what finished was completed; and below it, how much there was, by status. */
class RatePanel extends PlotPanel<Bucket[]> {
  readonly name = 'rate';
  readonly heading = 'Success rate and volume';

  protected load(scope: Scope): Promise<Bucket[]> {
    return bucketsOf(scope);
  }

  protected isEmpty(buckets: Bucket[]): boolean {
    return buckets.every((it) => it.stats.total === 0);
  }

  protected override note(buckets: Bucket[], { bucket }: Scope): TemplateResult {
    const there = STACK.filter((status) => buckets.some((it) => countOf(it.stats, status) > 0));
    return html`by ${bucket}:
    ${there.map(
      (it) =>
        html`<span title=${statusWord(it)}
          >${statusIcon(it)}<span class="word" aria-hidden="true">${statusWord(it)}</span></span
        >`,
    )}`;
  }

  protected table(buckets: Bucket[], scope: Scope): Table {
    return {
      columns: [
        ['From', 'time'],
        ['Success rate', 'percent'],
        ['Runs', 'count'],
        ...STACK.map((it) => [statusWord(it), 'count'] as const),
      ],
      rows: buckets.map((it) => ({
        cells: [
          it.from,
          it.stats.successRate,
          it.stats.total,
          ...STACK.map((status) => countOf(it.stats, status)),
        ],
        href: runsHref(scope, { from: it.from, to: it.to }),
      })),
    };
  }

  protected label(): string {
    return 'Success rate over time, and the number of runs by status';
  }

  protected paint(
    pen: CanvasRenderingContext2D,
    width: number,
    buckets: Bucket[],
    scope: Scope,
  ): Mark[][] {
    const frame = framed(pen, width, buckets, 0.5);
    const rate = linear(100, frame.upper.foot, frame.upper.top);
    sideAxis(pen, frame.upper, rate, (n) => `${n} %`);
    const points = buckets.map((it) => ({
      x: frame.middle(it),
      y: it.stats.successRate === null ? null : rate.at(it.stats.successRate),
      few: it.finished < ENOUGH,
      open: it.isPartial,
    }));
    drawLine(pen, points, 'link');
    const most = Math.max(...buckets.map((it) => it.stats.total));
    const volume = linear(most, frame.lower.foot, frame.lower.top, 3);
    sideAxis(pen, frame.lower, volume, count);
    return buckets.map((it, i) => {
      const y = points[i]?.y ?? null;
      return [
        ...(y === null ? [] : [rateMark(it, frame.middle(it), y, scope)]),
        ...stack(pen, it, frame, (n) => frame.lower.foot - volume.at(n), scope),
      ];
    });
  }
}

function rateMark(bucket: Bucket, x: number, y: number, scope: Scope): Mark {
  const { successRate, completed } = bucket.stats;
  const { from, to, finished } = bucket;
  // What explains the rate is what it lacks.
  const status = completed < finished ? { status: NOT_COMPLETED } : {};
  const text = `${percent(successRate ?? 0)} of ${count(finished)} finished\n${spanOf(bucket)}`;
  return dotMark(x, y, text, runsHref(scope, { from, to, ...status }));
}

/** Bars of one bucket, the worst on top; the marks are told from the top. */
function stack(
  pen: CanvasRenderingContext2D,
  bucket: Bucket,
  frame: Frame,
  height: (n: number) => number,
  scope: Scope,
): Mark[] {
  const marks: Mark[] = [];
  const wide = Math.max(2, frame.width(bucket) - Math.min(4, frame.width(bucket) * 0.2));
  const x = frame.middle(bucket) - wide / 2;
  let y = frame.lower.foot;
  const { from, to } = bucket;
  for (const status of STACK) {
    const n = countOf(bucket.stats, status);
    if (n === 0) continue;
    const tall = Math.max(2, height(n));
    y -= tall;
    const bar = {
      x,
      y,
      width: wide,
      height: tall,
      text: `${count(n)} ${statusWord(status)} of ${count(bucket.stats.total)}\n${spanOf(bucket)}`,
      href: runsHref(scope, { from, to, status }),
    };
    if (bucket.isPartial) drawHollow(pen, status, bar);
    else drawBar(pen, status, x, y, wide, tall);
    marks.unshift(bar);
  }
  return marks;
}

customElements.define('hs-rate-panel', RatePanel);
