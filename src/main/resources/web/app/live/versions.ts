/** Which version of each thing is held: no change is applied twice, nor an older one after a newer. */
export class Versions {
  readonly #held = new Map<string, number>();

  /** Whether a version is news; it is held from then on. What has no version always is. */
  take(thing: string, version: number | undefined): boolean {
    if (version === undefined) return true;
    const held = this.#held.get(thing);
    if (held !== undefined && held >= version) return false;
    this.#held.set(thing, version);
    return true;
  }

  forget(): void {
    this.#held.clear();
  }
}
