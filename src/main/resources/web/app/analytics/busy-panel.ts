import { html, type TemplateResult } from 'lit';
import { FONT, sideAxis } from '../chart/axis';
import { drawLine } from '../chart/line';
import type { Mark } from '../chart/plot';
import { lengths, lengthWord, linear } from '../chart/scale';
import { count, type Table } from '../chart/table';
import { colour } from '../look/theme';
import { duration } from '../time/duration';
import { dateTime } from '../time/zone';
import { bucketsOf, spanOf } from './buckets';
import { busyOf, type Busy } from './busy';
import { runsHref } from './links';
import { framed, HEIGHT } from './over-time';
import { Panel } from './panel';
import { MOST, recentRuns } from './recent';
import { since, type Scope } from './scope';

interface Known {
  readonly busy: readonly Busy[];
  readonly isCapped: boolean;
  /** Of which all is told: the scope, or the later part of it. */
  readonly scope: Scope;
}

const LINES = [
  { name: 'p95', field: 'p95', paint: 'text' },
  { name: 'p50', field: 'p50', paint: 'link' },
] as const;

/** How much ran at once, and how long it had waited to run. */
class BusyPanel extends Panel<Known> {
  readonly name = 'busy';
  readonly heading = 'Concurrency and queue time';

  protected async load(scope: Scope): Promise<Known> {
    const { runs, isCapped, from } = await recentRuns(scope);
    const known = since(scope, from);
    const buckets = await bucketsOf(known);
    return { busy: busyOf(runs, buckets), isCapped, scope: known };
  }

  protected isEmpty({ busy }: Known): boolean {
    return busy.every((it) => it.peak === 0);
  }

  protected override note({ isCapped, scope: { from } }: Known): string {
    const what = 'most at once; queue p50, p95';
    return isCapped
      ? `${what}; of the newest ${count(MOST)} runs, since ${dateTime(from).slice(0, 16)}`
      : `${what}; of runs begun in the range`;
  }

  protected table({ busy }: Known, scope: Scope): Table {
    return {
      columns: [
        { name: 'From', kind: 'time' },
        { name: 'Most at once', kind: 'count' },
        { name: 'Queue p50', kind: 'ms' },
        { name: 'Queue p95', kind: 'ms' },
        { name: 'Runs with a queue time', kind: 'count' },
      ],
      rows: busy.map(({ bucket: { from, to }, peak, p50, p95, waited }) => ({
        cells: [from, peak, p50, p95, waited],
        href: runsHref(scope, { from, to }),
      })),
    };
  }

  protected draw({ busy }: Known, scope: Scope): TemplateResult {
    return html`<hs-plot
      .drawing=${{
        label: 'The most runs at once, and the time runs waited in the queue',
        height: HEIGHT,
        paint: (pen: CanvasRenderingContext2D, width: number) => paint(pen, width, busy, scope),
      }}
    ></hs-plot>`;
  }
}

function paint(
  pen: CanvasRenderingContext2D,
  width: number,
  busy: readonly Busy[],
  scope: Scope,
): Mark[][] {
  const frame = framed(
    pen,
    width,
    busy.map((it) => it.bucket),
    0.5,
    36,
  );
  const most = Math.max(...busy.map((it) => it.peak));
  const peaks = linear(most, frame.upper.foot, frame.upper.top, 3);
  sideAxis(pen, frame.upper, peaks, count);
  const marks = busy.map(({ bucket, peak }): Mark[] => {
    if (peak === 0) return [];
    const { from, to } = bucket;
    const wide = Math.max(2, frame.width(bucket) * 0.8);
    const y = Math.min(frame.upper.foot - 2, peaks.at(peak));
    const bar = {
      x: frame.middle(bucket) - wide / 2,
      y,
      width: wide,
      height: frame.upper.foot - y,
    };
    pen.fillStyle = pen.strokeStyle = colour('running');
    pen.lineWidth = 1;
    if (bucket.isPartial) pen.strokeRect(bar.x + 0.5, y + 0.5, wide - 1, bar.height - 1);
    else pen.fillRect(bar.x, y, wide, bar.height);
    const text = `${count(peak)} at once\n${spanOf(bucket)}`;
    return [{ ...bar, text, href: runsHref(scope, { from, to }) }];
  });
  const all = busy.flatMap((it) => [it.p50 ?? 0, it.p95 ?? 0]);
  const waits = lengths(all, frame.lower.foot, frame.lower.top);
  sideAxis(pen, frame.lower, waits, lengthWord);
  let free = -Infinity;
  for (const { name, field, paint: token } of LINES) {
    const points = busy.map((it) => ({
      x: frame.middle(it.bucket),
      y: it[field] === null ? null : waits.at(it[field]),
      few: it.waited < 20,
      open: it.bucket.isPartial,
    }));
    drawLine(pen, points, colour(token), colour('page'));
    const last = points.findLast((it) => it.y !== null);
    if (last?.y != null) {
      free = Math.max(last.y + 4, free + 12);
      pen.fillStyle = colour(token);
      pen.font = FONT;
      pen.fillText(name, last.x + 8, free);
    }
    busy.forEach(({ bucket, waited, ...it }, i) => {
      const [ms, y] = [it[field], points[i]?.y ?? null];
      if (ms === null || y === null) return;
      marks[i]?.push({
        x: frame.middle(bucket) - 4,
        y: y - 4,
        width: 8,
        height: 8,
        text: `Queue ${name} ${duration(ms)} of ${count(waited)} runs\n${spanOf(bucket)}`,
        href: runsHref(scope, { from: bucket.from, to: bucket.to }),
      });
    });
  }
  return marks;
}

customElements.define('hs-busy-panel', BusyPanel);
