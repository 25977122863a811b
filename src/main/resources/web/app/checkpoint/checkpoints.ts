import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { asProblem, type Problem } from '../api/problem';
import type { Execution, Json } from '../api/types';
import { View } from '../base/view';
import { bytes, count } from '../look/amounts';
import { failed } from '../look/failed';
import { dateTime, fully, zone } from '../time/zone';
import type { Kept } from './piece';
import { NEWEST, requests, type Artifacts, type Snapshot, type Stored } from './requests';
import './piece';

/** Beyond so many bytes artifacts are not listed, since there is no list without them. */
const MOST_LISTED = 8_000_000;

/** What an engine keeps to go on from: artifacts, and of the whole run its tree, snapshots, state. */
class Checkpoints extends View {
  static override properties = { run: { attribute: false }, node: { attribute: false } };

  declare run: Execution;
  /** Whose artifacts are shown; none for all there is. */
  declare node: string | null;

  #asked = '';
  #stored: ReadonlyMap<string, Stored> | null = null;
  #artifacts: readonly (readonly [node: string, kept: readonly Kept[]])[] = [];
  #snapshots: readonly Snapshot[] = [];
  #problem: Problem | null = null;

  constructor() {
    super();
    this.watch(zone);
  }

  protected override willUpdate(): void {
    const { id, status } = this.run;
    // What is kept moves no version; the end is when engines have written last.
    const asked = `${id} ${status}`;
    if (asked !== this.#asked) void this.#load(asked, id);
  }

  async #load(asked: string, id: string): Promise<void> {
    if (!this.#asked.startsWith(`${id} `)) this.#stored = null;
    this.#asked = asked;
    this.#problem = null;
    try {
      const stored = await requests.stored(id);
      const amount = (kind: string): number => stored.get(kind)?.bytes ?? 0;
      const listed = amount('artifacts') > 0 && amount('artifacts') <= MOST_LISTED;
      const [artifacts, snapshots]: [Artifacts, readonly Snapshot[]] = await Promise.all([
        listed ? requests.artifacts(id) : {},
        amount('snapshots') > 0 ? requests.snapshots(id) : [],
      ]);
      if (asked !== this.#asked) return;
      this.#stored = stored;
      this.#artifacts = Object.entries(artifacts).map(ofNode);
      this.#snapshots = snapshots;
    } catch (thrown) {
      if (asked === this.#asked) this.#problem = asProblem(thrown);
    }
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    if (this.#problem) return failed(this.#problem, () => void this.#load(this.#asked, this.run.id));
    if (!this.#stored) return html`<div class="skeleton block"></div>`;
    const all = [...this.#ofNodes(), ...(this.node === null ? this.#ofRun() : [])];
    if (all.length === 0) {
      return html`<p class="muted none">
        ${this.node === null ? 'The engine kept nothing.' : `There are no artifacts of ${this.node}.`}
      </p>`;
    }
    return html`<div class="kept">${all}</div>`;
  }

  #ofNodes(): TemplateResult[] {
    if ((this.#stored?.get('artifacts')?.bytes ?? 0) > MOST_LISTED) {
      return this.#section('Artifacts', ['artifacts'], [file('all', 'artifacts', 'artifacts.json')]);
    }
    const nodes = this.#artifacts.filter(([node]) => (this.node ?? node) === node);
    if (nodes.length === 0) return [];
    return [
      html`<section aria-label="Artifacts">
        ${this.node === null ? this.#head('Artifacts', ['artifacts']) : nothing}
        ${nodes.map(
          ([node, kept]) =>
            html`<p class="mono muted cut" title=${node}>${node}</p>
              ${this.#rows(kept)}`,
        )}
      </section>`,
    ];
  }

  /** What is kept of the run as a whole. */
  #ofRun(): TemplateResult[] {
    const snapshots = this.#snapshots.map((it) => {
      const at = Date.parse(it.createdAt);
      const path = `snapshots/${it.snapshot}`;
      const name = file(dateTime(at), path, `snapshot-${it.snapshot}`);
      return { ...name, size: it.bytes, title: fully(at) };
    });
    const state: Kept[] = [];
    if (this.#rowsOf('tree')) state.push(file('tree', 'tree', 'tree.json'));
    const states = this.#rowsOf('state');
    if (states === 1) {
      // Which of both it is, nobody knows before it is asked for.
      state.push({ ...file('active or pending', 'state/active', 'state'), or: 'state/pending' });
    } else if (states > 1) {
      state.push(...['active', 'pending'].map((it) => file(it, `state/${it}`, `state-${it}`)));
    }
    return [
      ...this.#section('Snapshots', ['snapshots'], snapshots),
      ...this.#section('Engine state', ['tree', 'state'], state),
    ];
  }

  #rowsOf(kind: string): number {
    return this.#stored?.get(kind)?.rows ?? 0;
  }

  #section(title: string, kinds: readonly string[], kept: readonly Kept[]): TemplateResult[] {
    if (kept.length === 0) return [];
    return [
      html`<section aria-label=${title}>${this.#head(title, kinds)} ${this.#rows(kept)}</section>`,
    ];
  }

  #head(title: string, kinds: readonly string[]): TemplateResult {
    const stored = kinds.flatMap((it) => this.#stored?.get(it) ?? []);
    const rows = stored.reduce((sum, it) => sum + it.rows, 0);
    const size = stored.reduce((sum, it) => sum + it.bytes, 0);
    const most = kinds[0] === 'snapshots' && rows > NEWEST ? `newest ${NEWEST} of ` : '';
    return html`<h3>
      ${title} <span class="num muted">${most}${count(rows)} · ${bytes(size)} stored</span>
    </h3>`;
  }

  #rows(kept: readonly Kept[]): TemplateResult {
    return html`<ul>
      ${repeat(
        kept,
        (it) => `${this.#asked} ${it.path}`,
        (it) => html`<li><hs-piece .execution=${this.run.id} .kept=${it}></hs-piece></li>`,
      )}
    </ul>`;
  }
}

function file(name: string, path: string, as: string): Kept {
  return { name, path, file: as };
}

function ofNode([node, values]: readonly [string, Readonly<Record<string, Json>>]): readonly [string, readonly Kept[]] {
  return [node, Object.entries(values).map(([key, value]) => artifact(node, key, value))];
}

function artifact(node: string, key: string, value: Json): Kept {
  return {
    name: key,
    kind: kindOf(value),
    size: new Blob([JSON.stringify(value)]).size,
    path: `artifacts/${encodeURIComponent(node)}/${encodeURIComponent(key)}`,
    file: `${key}.json`,
    value,
  };
}

function kindOf(value: Json): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return 'text';
  return Array.isArray(value) ? 'array' : typeof value;
}

customElements.define('hs-checkpoints', Checkpoints);
