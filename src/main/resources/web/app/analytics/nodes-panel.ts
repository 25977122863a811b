import { html, nothing, type TemplateResult } from 'lit';
import { FONT } from '../chart/axis';
import type { Mark } from '../chart/plot';
import { lengths, lengthWord } from '../chart/scale';
import { count, type Table } from '../chart/table';
import { colour } from '../look/theme';
import { adjust, route } from '../route/router';
import { duration } from '../time/duration';
import { listed, names, runsHref } from './links';
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
  protected override readonly down = true;
  readonly name = 'nodes';
  readonly heading = 'Slowest nodes';

  constructor() {
    super();
    this.watch(workflowList);
  }

  protected override question(): string {
    return route.value.query.get('nodesOf') ?? '';
  }

  /** Statistics of nodes are those of one workflow: as chosen, else the one that ran most. */
  protected async load(scope: Scope): Promise<Data> {
    const chosen = names(scope.workflow);
    const asked = this.question();
    let workflow = asked && (chosen.length === 0 || chosen.includes(asked)) ? asked : chosen[0];
    if (!workflow) {
      await refreshWorkflows();
      workflow = workflowList.value[0]?.workflowId;
    }
    if (!workflow) return { workflow: '', nodes: [] };
    return { workflow, nodes: (await nodes(scope, workflow, MOST)).items };
  }

  protected isEmpty(data: Data): boolean {
    return data.nodes.length === 0;
  }

  protected override nothing(): string {
    return `No steps${this.answer.known?.data.workflow ? ` of ${this.answer.known.data.workflow}` : ''}`;
  }

  protected override note({ workflow }: Data, scope: Scope): TemplateResult {
    const chosen = names(scope.workflow);
    if (chosen.length === 1) return html`of ${workflow}, p50 to p95`;
    const others = chosen.length ? chosen : workflowList.value.map((it) => it.workflowId);
    const isMost = chosen.length === 0 && workflow === others[0];
    return html`of
      <select
        aria-label="Workflow of the slowest nodes"
        @change=${(e: Event) => adjust({ nodesOf: (e.target as HTMLSelectElement).value })}
      >
        ${others.map((it) => html`<option value=${it} .selected=${it === workflow}>${it}</option>`)}
      </select>
      ${isMost ? 'with most runs, ' : nothing}p50 to p95`;
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
        href: runsHref(scope, { workflow: listed(workflow), min: floor(it.p50DurationMs) }),
      })),
    };
  }

  protected label({ workflow }: Data): string {
    return `Duration of the steps of each node of ${workflow}: p50 and p95`;
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

function floor(ms: number | null): number {
  return Math.floor(ms ?? 0);
}

function paint(
  pen: CanvasRenderingContext2D,
  width: number,
  { nodes: items, workflow }: Data,
  scope: Scope,
): Mark[][] {
  const left = Math.min(200, Math.round(width * 0.34));
  const right = width - 92;
  const row = Math.min(40, (HEIGHT - 24) / items.length);
  const foot = items.length * row + 4;
  const values = items.flatMap((it) => [it.p50DurationMs ?? 0, it.p95DurationMs ?? 0]);
  const scale = lengths(values, left, right);
  lengthAxis(pen, scale, foot);
  return items.map((node, i) => {
    const y = 4 + (i + 0.5) * row;
    pen.font = FONT;
    pen.fillStyle = colour('text');
    pen.fillText(cut(pen, node.nodeId, left - 12), 0, y + 4);
    pen.fillStyle = colour('muted');
    pen.fillText(`${count(node.runs)} calls`, right + 12, y + 4);
    const few = node.runs < ENOUGH;
    const [p50, p95] = [node.p50DurationMs, node.p95DurationMs];
    if (p50 !== null && p95 !== null) {
      pen.strokeStyle = colour('link');
      pen.lineWidth = 2;
      pen.setLineDash(few ? [2, 3] : []);
      pen.beginPath();
      pen.moveTo(scale.at(p50), y);
      pen.lineTo(scale.at(p95), y);
      pen.stroke();
      pen.setLineDash([]);
    }
    const base = { workflow: listed(workflow) };
    const marks: Mark[] = [];
    for (const [name, ms] of [['p50', p50] as const, ['p95', p95] as const]) {
      if (ms === null) continue;
      dot(pen, scale.at(ms), y, name === 'p95');
      const text = `${node.nodeId}\n${name} ${duration(ms)} of ${count(node.runs)} calls\nopens runs of ${workflow} that took as long`;
      marks.push(dotMark(scale.at(ms), y, text, runsHref(scope, { ...base, min: floor(ms) })));
    }
    marks.push({
      x: right + 8,
      y: y - 9,
      width: 84,
      height: 18,
      text: `${node.nodeId}\n${count(node.failed)} of ${count(node.runs)} calls failed\nopens runs that failed there`,
      href: runsHref(scope, { ...base, node: listed(node.nodeId) }),
    });
    return marks;
  });
}

function dot(pen: CanvasRenderingContext2D, x: number, y: number, isFull: boolean): void {
  pen.beginPath();
  pen.arc(x, y, 4, 0, 7);
  pen.fillStyle = colour(isFull ? 'link' : 'page');
  pen.fill();
  pen.strokeStyle = colour('link');
  pen.lineWidth = 2;
  pen.stroke();
}

function lengthAxis(
  pen: CanvasRenderingContext2D,
  scale: ReturnType<typeof lengths>,
  foot: number,
): void {
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
  if (pen.measureText(name).width <= width) return name;
  let end = Math.min(name.length, 80);
  while (end > 1 && pen.measureText(`${name.slice(0, end)}…`).width > width) end--;
  return `${name.slice(0, end)}…`;
}

customElements.define('hs-nodes-panel', NodesPanel);
