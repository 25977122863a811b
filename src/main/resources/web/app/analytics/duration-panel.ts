import type { Mark } from '../chart/plot';
import type { Table } from '../chart/table';
import { bucketsOf, type Bucket } from './buckets';
import { rowsByTime, runsHref } from './links';
import { drawPercentiles, ENOUGH, framed, type Lengths, type Line } from './over-time';
import { PlotPanel } from './plot-panel';
import type { Scope } from './scope';

const LINES: readonly Line[] = [
  ['p99', 'muted', [7, 3]],
  ['p95', 'text'],
  ['p50', 'link'],
];

function lengthsOf(bucket: Bucket): Lengths {
  const { p99DurationMs, p95DurationMs, p50DurationMs } = bucket.stats;
  return { bucket, runs: bucket.finished, ms: [p99DurationMs, p95DurationMs, p50DurationMs] };
}

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
        ...LINES.map(([name]) => [name, 'ms'] as const),
        ['Finished runs', 'count'],
      ],
      rows: rowsByTime(
        scope,
        buckets.map(lengthsOf).filter((it) => it.runs > 0),
        ({ bucket, ms, runs }) => [bucket, ...ms, runs],
      ),
    };
  }

  protected paint(
    pen: CanvasRenderingContext2D,
    width: number,
    buckets: Bucket[],
    scope: Scope,
  ): Mark[][] {
    const frame = framed(pen, width, buckets, 0, 36);
    return drawPercentiles(pen, frame, LINES, buckets.map(lengthsOf), ({ from, to }, ms) =>
      runsHref(scope, { from, to, min: Math.floor(ms) }),
    );
  }
}

customElements.define('hs-duration-panel', DurationPanel);
