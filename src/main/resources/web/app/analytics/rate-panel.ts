import { html, type TemplateResult } from 'lit';
import { countOf } from '../api/counts';
import { statusWord } from '../api/status';
import { sideAxis } from '../chart/axis';
import { drawLine } from '../chart/line';
import type { Mark } from '../chart/plot';
import { linear } from '../chart/scale';
import { count, percent, type Table } from '../chart/table';
import { statusIcon } from '../look/status';
import { bucketsOf, lacking, spanOf, STACK, type Bucket } from './buckets';
import { rowsByTime, runsHref } from './links';
import { column, dotMark, ENOUGH, framed, type Frame } from './over-time';
import { PlotPanel } from './plot-panel';
import type { Scope } from './scope';

/** How much of what finished was completed; and below it, how much there was, by status. */
class RatePanel extends PlotPanel<Bucket[]> {
  readonly name = 'rate';
  readonly heading = 'Success rate and volume';

  protected load(scope: Scope): Promise<Bucket[]> {
    return bucketsOf(scope);
  }

  protected override note(buckets: Bucket[], { bucket }: Scope): TemplateResult {
    const there = STACK.filter((status) => buckets.some((it) => countOf(it.stats, status) > 0));
    return html`by ${bucket}:
    ${there.map((it) => html`<span title=${statusWord(it)}>${statusIcon(it)}</span>`)}`;
  }

  protected table(buckets: Bucket[], scope: Scope): Table {
    return {
      columns: [
        ['From', 'time'],
        ['Success rate', 'percent'],
        ['Runs', 'count'],
        ...STACK.map((it) => [statusWord(it), 'count'] as const),
      ],
      rows: rowsByTime(
        scope,
        buckets.filter((it) => it.stats.total > 0),
        (it) => [
          it,
          it.stats.successRate,
          it.stats.total,
          ...STACK.map((status) => countOf(it.stats, status)),
        ],
      ),
    };
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
  const { from, to, finished, stats } = bucket;
  const text = `${percent(stats.successRate ?? 0)} of ${count(finished)} finished\n${spanOf(bucket)}`;
  return dotMark(x, y, text, runsHref(scope, { from, to, ...lacking(stats) }));
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
  let y = frame.lower.foot;
  const { from, to, stats } = bucket;
  for (const status of STACK) {
    const n = countOf(stats, status);
    if (n === 0) continue;
    const tall = Math.max(2, height(n));
    y -= tall;
    const text = `${count(n)} ${statusWord(status)} of ${count(stats.total)}\n${spanOf(bucket)}`;
    const href = runsHref(scope, { from, to, status });
    marks.unshift(column(pen, frame, bucket, status, { y, height: tall, text, href }));
  }
  return marks;
}

customElements.define('hs-rate-panel', RatePanel);
