import { sideAxis } from '../chart/axis';
import type { Mark } from '../chart/plot';
import { linear } from '../chart/scale';
import { count, type Table } from '../chart/table';
import { spanOf, type Bucket } from './buckets';
import { busyOf, type Busy } from './busy';
import { rowsByTime, runsHref } from './links';
import { column, drawPercentiles, framed, type Line } from './over-time';
import { PlotPanel } from './plot-panel';
import { newest, recentRuns, type Recent } from './recent';
import type { Scope } from './scope';

interface Data extends Recent {
  readonly busy: readonly Busy[];
}

const LINES: readonly Line[] = [
  ['Queue p95', 'text'],
  ['Queue p50', 'link'],
];

/** How much ran at once, and how long it had waited to run. */
class BusyPanel extends PlotPanel<Data> {
  readonly name = 'busy';
  readonly heading = 'Concurrency and queue time';

  protected async load(scope: Scope): Promise<Data> {
    const recent = await recentRuns(scope);
    return { ...recent, busy: busyOf(recent.runs, recent.buckets) };
  }

  protected override note(data: Data): string {
    return `${newest(data) || 'runs begun in the range'}: most at once, time in queue`;
  }

  protected table({ busy }: Data, scope: Scope): Table {
    return {
      columns: [
        ['From', 'time'],
        ['Most at once', 'count'],
        ...LINES.map(([name]) => [name, 'ms'] as const),
        ['Runs with a queue time', 'count'],
      ],
      rows: rowsByTime(
        scope,
        busy.filter((it) => it.peak > 0),
        ({ bucket, peak, ms, runs }) => [bucket, peak, ...ms, runs],
      ),
    };
  }

  protected paint(
    pen: CanvasRenderingContext2D,
    width: number,
    { busy, buckets }: Data,
    scope: Scope,
  ): Mark[][] {
    const frame = framed(pen, width, buckets, 0.5, 72);
    const href = ({ from, to }: Bucket) => runsHref(scope, { from, to });
    const most = Math.max(...busy.map((it) => it.peak));
    const peaks = linear(most, frame.upper.foot, frame.upper.top, 3);
    sideAxis(pen, frame.upper, peaks, count);
    const bars = busy.map(({ bucket, peak }): Mark[] => {
      if (peak === 0) return [];
      const y = Math.min(frame.upper.foot - 2, peaks.at(peak));
      const text = `${count(peak)} at once\n${spanOf(bucket)}`;
      const told = { y, height: frame.upper.foot - y, text, href: href(bucket) };
      return [column(pen, frame, bucket, 'running', told)];
    });
    const waits = drawPercentiles(pen, frame, LINES, busy, href);
    return bars.map((it, i) => [...it, ...(waits[i] ?? [])]);
  }
}

customElements.define('hs-busy-panel', BusyPanel);
