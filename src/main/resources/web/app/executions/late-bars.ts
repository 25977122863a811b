import { atMostEvery } from '../base/frame';
import type { Held } from './held';
import { barsBetween, type RunItem } from './requests';

const MOST = 1_000;

/** The bars of runs that ended: they are not told live, so they are asked for together, now and then. */
export class LateBars {
  readonly #wanted = new Map<string, RunItem>();
  readonly #held: Held;
  readonly #fetch: () => void;

  constructor(held: Held, dressed: () => void) {
    this.#held = held;
    this.#fetch = atMostEvery(1_000, () => void this.#load(dressed));
  }

  want(run: RunItem): void {
    if (this.#wanted.size < MOST) this.#wanted.set(run.id, run);
  }

  /** Asks for those that are listed; the others wait with their rows. */
  settle(): void {
    if (this.#wanted.size > 0) this.#fetch();
  }

  forget(): void {
    this.#wanted.clear();
  }

  async #load(dressed: () => void): Promise<void> {
    const listed = [...this.#wanted.values()].filter((it) => this.#held.at(it.id) >= 0);
    for (const { id } of listed) this.#wanted.delete(id);
    const times = listed.map((it) => it.startedAt).sort();
    const [first, last] = [times[0], times.at(-1)];
    if (first === undefined || last === undefined) return;
    try {
      this.#held.dress(await barsBetween(first, last));
      dressed();
    } catch {
      // They are an ornament: the run is drawn as one bar.
    }
  }
}
