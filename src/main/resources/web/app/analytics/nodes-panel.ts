import { listed, names } from '../api/lists';
import { FONT } from '../chart/axis';
import { drawLine } from '../chart/line';
import type { Mark } from '../chart/plot';
import { lengths, lengthWord, type Scale } from '../chart/scale';
import { count, type Table } from '../chart/table';
import { counted } from '../look/amounts';
import { colour } from '../look/theme';
import { duration } from '../time/duration';
import { runsHref } from './links';
import { dotMark, ENOUGH, HEIGHT } from './over-time';
import { PlotPanel } from './plot-panel';
import { nodes, type NodeStats } from './requests';
import type { Scope } from './scope';
import { refreshWorkflows, workflowList } from './workflows';

interface Data {
  readonly workflow: string;
  readonly nodes: readonly NodeStats[];
}

const MOST = 10;

/** The nodes of one workflow whose steps take longest: half of them, and nearly all. */
class NodesPanel extends PlotPanel<Data> {
  readonly name = 'nodes';
  readonly heading = 'Slowest nodes';
  protected override readonly none = 'No steps';

  /** Statistics of nodes are those of one workflow: the first that is asked for, or ran most. */
  protected async load(scope: Scope): Promise<Data> {
    if (!scope.workflow) await refreshWorkflows(scope);
    const workflow = names(scope.workflow)[0] ?? workflowList.value[0]?.workflowId;
    return workflow
      ? { workflow, nodes: (await nodes(scope, workflow, MOST)).items }
      : { workflow: '', nodes: [] };
  }

  protected override note({ workflow }: Data, scope: Scope): string {
    return `of ${workflow}${scope.workflow ? '' : ', which ran most'}: p50 to p95`;
  }

  protected table({ nodes: items, workflow }: Data, scope: Scope): Table {
    return {
      columns: [
        ['Node', 'text'],
        ['p50', 'ms'],
        ['p95', 'ms'],
        ['Longest', 'ms'],
        ['Calls', 'count'],
        ['Failed', 'count'],
      ],
      rows: items.map((it) => ({
        cells: [
          it.nodeId,
          it.p50DurationMs,
          it.p95DurationMs,
          it.maxDurationMs,
          it.runs,
          it.failed,
        ],
        href: runsHref(scope, {
          workflow: listed(workflow),
          min: Math.floor(it.p50DurationMs ?? 0),
        }),
      })),
    };
  }

  protected paint(
    pen: CanvasRenderingContext2D,
    width: number,
    { nodes: items, workflow }: Data,
    scope: Scope,
  ): Mark[][] {
    const left = Math.min(200, Math.round(width * 0.34));
    const right = width - 92;
    const row = Math.min(40, (HEIGHT - 24) / items.length);
    const values = items.flatMap((it) => [it.p50DurationMs ?? 0, it.p95DurationMs ?? 0]);
    const scale = lengths(values, left, right);
    lengthAxis(pen, scale, items.length * row + 4);
    // Places are the columns: up and down lead from node to node.
    const columns: Mark[][] = [[], [], []];
    items.forEach(({ nodeId, runs, failed, p50DurationMs, p95DurationMs }, i) => {
      const y = 4 + (i + 0.5) * row;
      const calls = counted(runs, 'call');
      const href = (by: { min?: number; node?: string }): string =>
        runsHref(scope, { workflow: listed(workflow), ...by });
      pen.font = FONT;
      pen.fillStyle = colour('text');
      pen.fillText(cut(pen, nodeId, left - 12), 0, y + 4);
      pen.fillStyle = colour('muted');
      pen.fillText(calls, right + 12, y + 4);
      const ends = [p50DurationMs, p95DurationMs].filter((it) => it !== null);
      const points = ends.map((ms) => ({ x: scale.at(ms), y, few: runs < ENOUGH }));
      drawLine(
        pen,
        points.map((it, end) => ({ ...it, open: end === 0 })),
        'link',
      );
      ends.forEach((ms, end) => {
        const text = `${nodeId}\n${end ? 'p95' : 'p50'} ${duration(ms)} of ${calls}`;
        columns[end]?.push(dotMark(scale.at(ms), y, text, href({ min: Math.floor(ms) })));
      });
      columns[2]?.push({
        x: right + 8,
        y: y - 9,
        width: 84,
        height: 18,
        text: `${nodeId}\n${count(failed)} of ${calls} failed`,
        href: href({ node: listed(nodeId) }),
      });
    });
    return columns;
  }
}

function lengthAxis(pen: CanvasRenderingContext2D, scale: Scale, foot: number): void {
  pen.font = FONT;
  pen.textAlign = 'center';
  let free = -Infinity;
  for (const tick of scale.ticks) {
    const x = scale.at(tick);
    pen.fillStyle = colour('hairline');
    pen.fillRect(Math.round(x), 4, 1, foot - 4);
    const half = pen.measureText(lengthWord(tick)).width / 2;
    if (x - half < free) continue;
    free = x + half + 8;
    pen.fillStyle = colour('muted');
    pen.fillText(lengthWord(tick), x, foot + 14);
  }
  pen.textAlign = 'left';
}

/** A name as long as there is room for. */
function cut(pen: CanvasRenderingContext2D, name: string, width: number): string {
  let shown = name;
  while (shown.length > 1 && pen.measureText(shown).width > width) {
    shown = `${shown.slice(0, -2)}…`;
  }
  return shown;
}

customElements.define('hs-nodes-panel', NodesPanel);
