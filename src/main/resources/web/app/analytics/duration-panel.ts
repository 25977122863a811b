import type { Mark } from '../chart/plot';
import type { Table } from '../chart/table';
import { bucketsOf, type Bucket } from './buckets';
import { runsHref } from './links';
import { drawPercentiles, ENOUGH, framed } from './over-time';
import { PlotPanel } from './plot-panel';
import type { Scope } from './scope';

const LINES = [
  { name: 'p99', field: 'p99DurationMs', token: 'muted', dash: [7, 3] },
  { name: 'p95', field: 'p95DurationMs', token: 'text' },
  { name: 'p50', field: 'p50DurationMs', token: 'link' },
] as const;

/** How long runs took: half of them, most, nearly all. */
class DurationPanel extends PlotPanel<Bucket[]> {
  readonly name = 'duration';
  readonly heading = 'Duration';
  protected override readonly none = 'Nothing finished';

  protected load(scope: Scope): Promise<Bucket[]> {
    return bucketsOf(scope);
  }

  protected override note(buckets: Bucket[], { bucket }: Scope): string {
    const isFew = buckets.some((it) => it.finished > 0 && it.finished < ENOUGH);
    return `p50, p95, p99 by ${bucket}${isFew ? `; dotted: fewer than ${ENOUGH} runs` : ''}`;
  }

  protected table(buckets: Bucket[], scope: Scope): Table {
    return {
      columns: [
        ['From', 'time'],
        ...LINES.map(({ name }) => [name, 'ms'] as const),
        ['Finished runs', 'count'],
      ],
      rows: buckets
        .filter((it) => it.finished > 0)
        .map(({ from, to, finished, stats }) => ({
          cells: [from, ...LINES.map(({ field }) => stats[field]), finished],
          href: runsHref(scope, { from, to }),
        })),
    };
  }

  protected paint(
    pen: CanvasRenderingContext2D,
    width: number,
    buckets: Bucket[],
    scope: Scope,
  ): Mark[][] {
    const frame = framed(pen, width, buckets, 0, 36);
    const lines = LINES.map((line) => ({
      ...line,
      of: (i: number) => buckets[i]?.stats[line.field] ?? null,
      href: ({ from, to }: Bucket, ms: number) =>
        runsHref(scope, { from, to, min: Math.floor(ms) }),
    }));
    return drawPercentiles(pen, frame, buckets, lines, (i) => buckets[i]?.finished ?? 0);
  }
}

customElements.define('hs-duration-panel', DurationPanel);
