import { sideAxis } from '../chart/axis';
import type { Mark } from '../chart/plot';
import { lengthWord } from '../chart/scale';
import { count, type Table } from '../chart/table';
import { colour } from '../look/theme';
import { duration } from '../time/duration';
import { spanOf, type Bucket } from './buckets';
import { heatOf, type Cell, type Heat } from './heat';
import { runsHref } from './links';
import { drawHollow, framed } from './over-time';
import { PlotPanel } from './plot-panel';
import { newest, recentRuns, type Recent } from './recent';
import type { Scope } from './scope';

type Data = Heat & Recent;

/** How the lengths of runs spread, and how that changes. */
class HeatPanel extends PlotPanel<Data> {
  readonly name = 'heat';
  readonly heading = 'Spread of durations';
  protected override readonly none = 'Nothing finished';

  protected async load(scope: Scope): Promise<Data> {
    const recent = await recentRuns(scope);
    return { ...recent, ...heatOf(recent.runs, recent.buckets) };
  }

  protected override note(data: Data): string {
    return `${newest(data) || 'runs'} by time and length; ${count(data.most)} at most`;
  }

  protected table(heat: Data, scope: Scope): Table {
    return {
      columns: [
        ['From', 'time'],
        ['At least', 'ms'],
        ['Less than', 'ms'],
        ['Runs', 'count'],
      ],
      rows: heat.cells.map((it) => ({
        cells: [it.bucket.from, it.least, it.below, it.count],
        href: cellHref(it, scope),
      })),
    };
  }

  protected paint(
    pen: CanvasRenderingContext2D,
    width: number,
    heat: Data,
    scope: Scope,
  ): Mark[][] {
    const { edges, buckets } = heat;
    const frame = framed(pen, width, buckets, 0);
    const { top, foot } = frame.lower;
    const height = (foot - top) / (edges.length - 1);
    const at = (edge: number): number => foot - edges.indexOf(edge) * height;
    sideAxis(pen, frame.lower, { at, ticks: edges }, lengthWord);
    const columns = new Map<Bucket, Mark[]>(buckets.map((it) => [it, []]));
    for (const cell of heat.cells) {
      const { bucket, row, least, below, count: n } = cell;
      const box = { x: frame.x(bucket.start), y: foot - (row + 1) * height, height };
      const text = `${count(n)} took ${duration(least)} to ${duration(below)}\n${spanOf(bucket)}`;
      const href = cellHref(cell, scope);
      const mark = { ...box, width: Math.max(2, frame.width(bucket) - 1), text, href };
      square(pen, mark, cell, heat.most);
      columns.get(bucket)?.unshift(mark);
    }
    return [...columns.values()];
  }
}

function cellHref({ bucket: { from, to }, least, below }: Cell, scope: Scope): string {
  // Lengths are whole milliseconds, and the longest is inclusive.
  return runsHref(scope, { from, to, min: least, max: below - 1 });
}

/** The more runs, the stronger the one colour. */
function square(
  pen: CanvasRenderingContext2D,
  mark: Mark,
  { count: n, bucket: { isPartial } }: Cell,
  most: number,
): void {
  const { x, y, width, height } = mark;
  pen.fillStyle = colour('link');
  pen.globalAlpha = (0.12 + 0.88 * Math.sqrt(n / most)) * (isPartial ? 0.35 : 1);
  pen.fillRect(x, y + 1, width, height - 1);
  pen.globalAlpha = 1;
  if (isPartial) drawHollow(pen, 'link', mark);
}

customElements.define('hs-heat-panel', HeatPanel);
