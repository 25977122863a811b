import { html, type TemplateResult } from 'lit';
import { FONT, sideAxis } from '../chart/axis';
import { drawLine } from '../chart/line';
import type { Mark } from '../chart/plot';
import { lengths, lengthWord } from '../chart/scale';
import { count, type Table } from '../chart/table';
import { colour } from '../look/theme';
import { duration } from '../time/duration';
import { bucketsOf, spanOf, type Bucket } from './buckets';
import { runsHref } from './links';
import { framed, HEIGHT, type Frame } from './over-time';
import { Panel } from './panel';
import type { Scope } from './scope';

/** From the top of the drawing; told apart by colour, dashes, and the name at the end of the line. */
const LINES = [
  { name: 'p99', field: 'p99DurationMs', paint: 'muted', dash: [7, 3] },
  { name: 'p95', field: 'p95DurationMs', paint: 'text', dash: [] },
  { name: 'p50', field: 'p50DurationMs', paint: 'link', dash: [] },
] as const;

/** With fewer, a percentile says little. */
const ENOUGH = 20;

/** How long runs took: half of them, most, nearly all. */
class DurationPanel extends Panel<Bucket[]> {
  readonly name = 'duration';
  readonly heading = 'Duration';

  protected load(scope: Scope): Promise<Bucket[]> {
    return bucketsOf(scope);
  }

  protected isEmpty(buckets: Bucket[]): boolean {
    return buckets.every((it) => it.stats.p50DurationMs === null);
  }

  protected override nothing(): string {
    return 'Nothing finished';
  }

  protected override note(buckets: Bucket[], { bucket }: Scope): string {
    const few = buckets.some((it) => it.finished > 0 && it.finished < ENOUGH);
    return `p50, p95, p99 by ${bucket}${few ? `; dotted: fewer than ${ENOUGH} runs` : ''}`;
  }

  protected table(buckets: Bucket[], scope: Scope): Table {
    return {
      columns: [
        { name: 'From', kind: 'time' },
        { name: 'p50', kind: 'ms' },
        { name: 'p95', kind: 'ms' },
        { name: 'p99', kind: 'ms' },
        { name: 'Finished runs', kind: 'count' },
      ],
      rows: buckets.map((it) => ({
        cells: [
          it.from,
          it.stats.p50DurationMs,
          it.stats.p95DurationMs,
          it.stats.p99DurationMs,
          it.finished,
        ],
        href: runsHref(scope, { from: it.from, to: it.to }),
      })),
    };
  }

  protected draw(buckets: Bucket[], scope: Scope): TemplateResult {
    return html`<hs-plot
      .drawing=${{
        label: 'Duration over time: p99, p95 and p50',
        height: HEIGHT,
        paint: (pen: CanvasRenderingContext2D, width: number) => paint(pen, width, buckets, scope),
      }}
    ></hs-plot>`;
  }
}

function paint(
  pen: CanvasRenderingContext2D,
  width: number,
  buckets: readonly Bucket[],
  scope: Scope,
): Mark[][] {
  const frame = framed(pen, width, buckets, 0, 36);
  const all = LINES.flatMap(({ field }) => buckets.map((it) => it.stats[field] ?? 0));
  const scale = lengths(all, frame.lower.foot, frame.lower.top);
  sideAxis(pen, frame.lower, scale, lengthWord);
  const marks: Mark[][] = buckets.map(() => []);
  let free = -Infinity;
  for (const { name, field, paint: token, dash } of LINES) {
    const points = buckets.map((it) => ({
      x: frame.middle(it),
      y: it.stats[field] === null ? null : scale.at(it.stats[field]),
      few: it.finished < ENOUGH,
      open: it.isPartial,
    }));
    drawLine(pen, points, colour(token), colour('page'), dash);
    const last = points.findLast((it) => it.y !== null);
    if (last?.y != null) {
      free = Math.max(last.y + 4, free + 12);
      pen.fillStyle = colour(token);
      pen.font = FONT;
      pen.fillText(name, last.x + 8, free);
    }
    buckets.forEach((it, i) => {
      const [ms, y] = [it.stats[field], points[i]?.y ?? null];
      if (ms === null || y === null) return;
      marks[i]?.push({
        x: frame.middle(it) - 4,
        y: y - 4,
        width: 8,
        height: 8,
        text: `${name} ${duration(ms)} of ${count(it.finished)} runs\n${spanOf(it)}`,
        href: runsHref(scope, { from: it.from, to: it.to, min: Math.floor(ms) }),
      });
    });
  }
  few(pen, buckets, frame);
  return marks;
}

/** How few runs stand behind a dotted line, where there is room to say it. */
function few(pen: CanvasRenderingContext2D, buckets: readonly Bucket[], frame: Frame): void {
  pen.fillStyle = colour('muted');
  pen.textAlign = 'center';
  let free = -Infinity;
  for (const it of buckets) {
    const x = frame.middle(it);
    if (it.finished === 0 || it.finished >= ENOUGH || x < free) continue;
    pen.fillText(`n=${it.finished}`, x, frame.lower.foot - 4);
    free = x + 34;
  }
  pen.textAlign = 'left';
}

customElements.define('hs-duration-panel', DurationPanel);
