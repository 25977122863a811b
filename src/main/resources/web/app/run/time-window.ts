import { atMostEvery } from '../base/frame';
import { adjust, route } from '../route/router';
import { now } from '../time/clock';
import { lengthOf, read, written, type Span } from './axis';
import { coverageOf } from './coverage';
import { criticalPath } from './critical';
import { pausesOf } from './folding';
import type { Run } from './run';
import type { Visit } from '../step/visits';

const NONE: readonly Span[] = [];
const NOBODY: ReadonlySet<string> = new Set();

/** What of a run's time is in view, what is left out of it, and what decided its length. */
export class TimeWindow {
  /** Whether now is kept in view while the run goes on. */
  follows = !route.value.query.has('zoom');
  /** What was moved to, until the address says so: browsers refuse very many changes of it. */
  #moved: string | null = null;
  readonly #write = atMostEvery(300, () => {
    if (this.#moved !== null) adjust({ zoom: this.#moved });
    this.#moved = null;
  });
  #whole: Span = { from: 0, to: 1 };
  #covered: { of: readonly Visit[]; spans: readonly Span[] } | null = null;
  #paused: { of: readonly Span[]; whole: Span; live: boolean; spans: readonly Span[] } | null =
    null;
  #critical: { of: readonly Visit[]; links: number; keys: ReadonlySet<string> } | null = null;

  constructor(
    readonly run: Run,
    readonly changed: () => void,
  ) {}

  /** The same object as long as it is the same span. */
  get whole(): Span {
    const span = this.run.span;
    if (span.from !== this.#whole.from || span.to !== this.#whole.to) this.#whole = span;
    return this.#whole;
  }

  /** What is in view; moved along in steps while it follows what goes on. */
  get view(): Span {
    const zoom = this.#moved ?? route.value.query.get('zoom') ?? '';
    const view = read(zoom, this.whole.from);
    if (!view) return this.whole;
    if (!this.run.isLive || !this.follows || now() <= view.to) return view;
    const step = lengthOf(view) / 4;
    const by = Math.ceil((now() - view.to) / step) * step;
    return { from: view.from + by, to: view.to + by };
  }

  /** Moves to a view. Whoever looks away from now is not pulled back. */
  show(view: Span): void {
    const { whole } = this;
    const all = view.from <= whole.from && view.to >= whole.to;
    this.follows = view.from <= now() && view.to >= now();
    this.#moved = all ? '' : written(view, whole.from);
    this.changed();
    this.#write();
  }

  /** All of it, or now at least, is in view again. */
  follow(all: boolean): void {
    this.follows = true;
    if (all) this.#moved = '';
    this.changed();
    this.#write();
  }

  get coverage(): readonly Span[] {
    const { visits } = this.run;
    if (this.#covered?.of !== visits)
      this.#covered = { of: visits, spans: coverageOf(visits, Infinity) };
    return this.#covered.spans;
  }

  get pauses(): readonly Span[] {
    const [of, whole, live] = [this.coverage, this.whole, this.run.isLive];
    const known = this.#paused;
    if (known?.of === of && known.whole === whole && known.live === live) return known.spans;
    const found = pausesOf(of, whole, live);
    this.#paused = { of, whole, live, spans: found.length > 0 ? found : NONE };
    return this.#paused.spans;
  }

  critical(wanted: boolean): ReadonlySet<string> {
    if (!wanted) return NOBODY;
    const { visits, links } = this.run;
    if (this.#critical?.of !== visits || this.#critical.links !== links.size)
      this.#critical = { of: visits, links: links.size, keys: criticalPath(visits, links) };
    return this.#critical.keys;
  }
}
