import { atMostEvery } from '../base/frame';
import { adjust, isStill, route } from '../route/router';
import { now } from '../time/clock';
import { lengthOf, read, written, type Span } from './axis';
import { coverageOf } from './coverage';
import { criticalPath } from './critical';
import { pausesOf } from './folding';
import { kept } from './kept';
import type { Links } from './links';
import type { Run } from './run';
import type { Visit } from '../step/visits';

/** What of a run's time is in view, what is left out of it, and what decided its length. */
export class TimeWindow {
  /** Whether now is kept in view while the run goes on. */
  follows = !route.value.query.has('zoom');
  /** What was moved to, until the address says so: browsers refuse very many changes of it. */
  #moved: string | null = null;
  readonly #at = route.value;
  readonly #write = atMostEvery(300, () => {
    // Whoever has left meanwhile does not take the zoom along.
    if (this.#moved !== null && isStill(this.#at)) adjust({ zoom: this.#moved });
    this.#moved = null;
  });
  readonly #whole = kept((from: number, to: number): Span => ({ from, to }));
  readonly #coverage = kept(coverageOf);
  readonly #pauses = kept(pausesOf);
  readonly #critical = kept((visits: readonly Visit[], links: Links, _size: number) =>
    criticalPath(visits, links),
  );

  constructor(
    readonly run: Run,
    readonly changed: () => void,
  ) {}

  /** The same object as long as it is the same span. */
  get whole(): Span {
    const { from, to } = this.run.span;
    return this.#whole(from, to);
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
    return this.#coverage(this.run.visits);
  }

  get pauses(): readonly Span[] {
    return this.#pauses(this.coverage, this.whole, this.run.isLive);
  }

  get critical(): ReadonlySet<string> {
    const { visits, links } = this.run;
    return this.#critical(visits, links, links.size);
  }
}
