import { sideAxis } from '../chart/axis';
import type { Mark } from '../chart/plot';
import { linear } from '../chart/scale';
import { count, type Table } from '../chart/table';
import { colour } from '../look/theme';
import { spanOf, type Bucket } from './buckets';
import { busyOf, type Busy } from './busy';
import { runsHref } from './links';
import { drawHollow, drawPercentiles, framed } from './over-time';
import { PlotPanel } from './plot-panel';
import { recentBuckets, newest, type RecentBuckets } from './recent';
import type { Scope } from './scope';

interface Data {
  readonly busy: readonly Busy[];
  readonly recent: RecentBuckets;
}

const LINES = [
  { name: 'Queue p95', field: 'p95', token: 'text' },
  { name: 'Queue p50', field: 'p50', token: 'link' },
] as const;

/** How much ran at once, and how long it had waited to run. */
class BusyPanel extends PlotPanel<Data> {
  readonly name = 'busy';
  readonly heading = 'Concurrency and queue time';

  protected async load(scope: Scope): Promise<Data> {
    const recent = await recentBuckets(scope);
    return { busy: busyOf(recent.runs, recent.buckets), recent };
  }

  protected isEmpty({ busy }: Data): boolean {
    return busy.every((it) => it.peak === 0);
  }

  protected override note({ recent }: Data): string {
    return `${newest(recent) || 'runs begun in the range'}: most at once, time in queue`;
  }

  protected table({ busy }: Data, scope: Scope): Table {
    return {
      columns: [
        ['From', 'time'],
        ['Most at once', 'count'],
        ['Queue p50', 'ms'],
        ['Queue p95', 'ms'],
        ['Runs with a queue time', 'count'],
      ],
      rows: busy.map(({ bucket: { from, to }, peak, p50, p95, waited }) => ({
        cells: [from, peak, p50, p95, waited],
        href: runsHref(scope, { from, to }),
      })),
    };
  }

  protected label(): string {
    return 'The most runs at once, and the time runs waited in the queue';
  }

  protected paint(
    pen: CanvasRenderingContext2D,
    width: number,
    { busy, recent: { buckets } }: Data,
    scope: Scope,
  ): Mark[][] {
    const frame = framed(pen, width, buckets, 0.5, 72);
    const href = ({ from, to }: Bucket) => runsHref(scope, { from, to });
    const most = Math.max(...busy.map((it) => it.peak));
    const peaks = linear(most, frame.upper.foot, frame.upper.top, 3);
    sideAxis(pen, frame.upper, peaks, count);
    const bars = busy.map(({ bucket, peak }): Mark[] => {
      if (peak === 0) return [];
      const wide = Math.max(2, frame.width(bucket) * 0.8);
      const y = Math.min(frame.upper.foot - 2, peaks.at(peak));
      const text = `${count(peak)} at once\n${spanOf(bucket)}`;
      const x = frame.middle(bucket) - wide / 2;
      const bar = { x, y, width: wide, height: frame.upper.foot - y, text, href: href(bucket) };
      pen.fillStyle = colour('running');
      if (bucket.isPartial) drawHollow(pen, 'running', bar);
      else pen.fillRect(bar.x, y, wide, bar.height);
      return [bar];
    });
    const lines = LINES.map((line) => ({
      ...line,
      of: (i: number) => busy[i]?.[line.field] ?? null,
      href,
    }));
    const waits = drawPercentiles(pen, frame, buckets, lines, (i) => busy[i]?.waited ?? 0);
    return bars.map((it, i) => [...it, ...(waits[i] ?? [])]);
  }
}

customElements.define('hs-busy-panel', BusyPanel);
