import { FONT, type Area } from '../chart/axis';
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
import { newest, recentBuckets, type RecentBuckets } from './recent';
import type { Scope } from './scope';

interface Data {
  readonly heat: Heat;
  readonly recent: RecentBuckets;
}

/** How the lengths of runs spread, and how that changes. */
class HeatPanel extends PlotPanel<Data> {
  readonly name = 'heat';
  readonly heading = 'Spread of durations';

  protected async load(scope: Scope): Promise<Data> {
    const recent = await recentBuckets(scope);
    return { heat: heatOf(recent.runs, recent.buckets), recent };
  }

  protected isEmpty({ heat }: Data): boolean {
    return heat.cells.length === 0;
  }

  protected override nothing(): string {
    return 'Nothing finished';
  }

  protected override note({ heat, recent }: Data): string {
    if (heat.most === 0) return '';
    return `${newest(recent) || 'runs'} by time and length; ${count(heat.most)} at most`;
  }

  protected table({ heat }: Data, scope: Scope): Table {
    return {
      columns: [
        ['From', 'time'],
        ['At least', 'ms'],
        ['Less than', 'ms'],
        ['Runs', 'count'],
      ],
      rows: heat.cells.map((it) => {
        const [least, below] = between(heat, it);
        return {
          cells: [it.bucket.from, least, Number.isFinite(below) ? below : null, it.count],
          href: cellHref(heat, it, scope),
        };
      }),
    };
  }

  protected label(): string {
    return 'Number of runs by time and duration';
  }

  protected paint(
    pen: CanvasRenderingContext2D,
    width: number,
    data: Data,
    scope: Scope,
  ): Mark[][] {
    return paint(pen, width, data, scope);
  }
}

function between({ edges }: Heat, { row }: Cell): [number, number] {
  return [edges[row] as number, edges[row + 1] as number];
}

function cellHref(heat: Heat, cell: Cell, scope: Scope): string {
  const [least, below] = between(heat, cell);
  const { from, to } = cell.bucket;
  return runsHref(scope, {
    from,
    to,
    min: least,
    // Lengths are whole milliseconds, and the longest is inclusive.
    ...(Number.isFinite(below) ? { max: below - 1 } : {}),
  });
}

function paint(
  pen: CanvasRenderingContext2D,
  width: number,
  { heat, recent: { buckets } }: Data,
  scope: Scope,
): Mark[][] {
  const frame = framed(pen, width, buckets, 0);
  const area = frame.lower;
  const tall = (area.foot - area.top) / (heat.edges.length - 1);
  edgeWords(pen, area, heat.edges, tall);
  const columns = new Map<Bucket, Mark[]>(buckets.map((it) => [it, []]));
  for (const cell of heat.cells) {
    const wide = Math.max(2, frame.width(cell.bucket) - 1);
    const x = frame.x(cell.bucket.start);
    const y = area.foot - (cell.row + 1) * tall;
    square(pen, x + 0.5, y + 0.5, wide, tall - 1, cell, heat.most);
    const [least, below] = between(heat, cell);
    const lengths = Number.isFinite(below)
      ? `${duration(least)} to ${duration(below)}`
      : `${duration(least)} or more`;
    columns.get(cell.bucket)?.unshift({
      x,
      y,
      width: wide,
      height: tall,
      text: `${count(cell.count)} ${cell.count === 1 ? 'run' : 'runs'} took ${lengths}\n${spanOf(cell.bucket)}`,
      href: cellHref(heat, cell, scope),
    });
  }
  return [...columns.values()];
}

/** The more runs, the stronger the one colour; the number too, where there is room. */
function square(
  pen: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  { count: n, bucket }: Cell,
  most: number,
): void {
  const strength = 0.12 + 0.88 * Math.sqrt(n / most);
  pen.fillStyle = colour('link');
  pen.globalAlpha = bucket.isPartial ? strength * 0.35 : strength;
  pen.fillRect(x, y, width, height);
  pen.globalAlpha = strength;
  if (bucket.isPartial) drawHollow(pen, 'link', { x, y, width, height });
  pen.globalAlpha = 1;
  const word = count(n);
  pen.font = FONT;
  // Numbers in all of them, or in none: those that miss would be the largest.
  if (height < 13 || width < pen.measureText(count(most)).width + 4) return;
  pen.fillStyle = colour(strength > 0.72 && !bucket.isPartial ? 'page' : 'text');
  pen.textAlign = 'center';
  pen.fillText(word, x + width / 2, y + height / 2 + 4);
  pen.textAlign = 'left';
}

function edgeWords(
  pen: CanvasRenderingContext2D,
  area: Area,
  edges: readonly number[],
  tall: number,
): void {
  pen.font = FONT;
  pen.textAlign = 'right';
  const every = Math.ceil(14 / tall);
  edges.forEach((edge, i) => {
    const y = area.foot - i * tall;
    pen.fillStyle = colour('hairline');
    pen.fillRect(area.left, Math.round(y), area.right - area.left, 1);
    pen.fillStyle = colour('muted');
    if (i % every === 0 && Number.isFinite(edge))
      pen.fillText(lengthWord(edge), area.left - 6, y + 4);
  });
  pen.textAlign = 'left';
}

customElements.define('hs-heat-panel', HeatPanel);
