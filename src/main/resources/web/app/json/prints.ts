import type { Json } from '../api/types';
import { hasVolatileName, isContainer, volatileKind } from './volatile';

/**
 * Numbers for JSON values: two values have the same one exactly if they are equal, however deep they
 * are. Where volatile things are ignored, values that differ in these alone are equal. Not recursive.
 */
export class Prints {
  readonly #leaves = new Map<Json, number>();
  /** Of objects and arrays by what is in them, of what is ignored by its kind. */
  readonly #texts = new Map<string, number>();
  readonly #known = new Map<object, number>();

  constructor(readonly ignoring: boolean) {}

  of(value: Json): number {
    if (!isContainer(value)) return this.#leaf(value);
    const waiting: (Json[] | { [name: string]: Json })[] = [value];
    for (let next = waiting.at(-1); next; next = waiting.at(-1)) {
      const before = waiting.length;
      if (!this.#known.has(next)) {
        for (const inner of Object.values(next)) {
          if (isContainer(inner) && !this.#known.has(inner)) waiting.push(inner);
        }
      }
      // What is in it is known now: it was pushed later and taken earlier.
      if (waiting.length === before)
        this.#known.set(waiting.pop() as object, this.#container(next));
    }
    return this.#known.get(value) as number;
  }

  #container(value: Json[] | { [name: string]: Json }): number {
    if (Array.isArray(value)) {
      return this.#number(this.#texts, `[${value.map((it) => this.#inner(it))}`);
    }
    const parts = Object.keys(value)
      .sort()
      .filter((name) => !this.#isIgnored(name, value[name] as Json))
      .map((name) => `${JSON.stringify(name)}:${this.#inner(value[name] as Json)}`);
    return this.#number(this.#texts, `{${parts.join()}`);
  }

  #isIgnored(name: string, value: Json): boolean {
    return this.ignoring && !isContainer(value) && hasVolatileName(name);
  }

  #inner(value: Json): number {
    return isContainer(value) ? (this.#known.get(value) as number) : this.#leaf(value);
  }

  #leaf(value: null | boolean | number | string): number {
    const kind = this.ignoring ? volatileKind(value) : '';
    return kind ? this.#number(this.#texts, kind) : this.#number(this.#leaves, value);
  }

  #number<T>(numbers: Map<T, number>, of: T): number {
    let number = numbers.get(of);
    if (number === undefined) {
      number = this.#leaves.size + this.#texts.size;
      numbers.set(of, number);
    }
    return number;
  }
}
