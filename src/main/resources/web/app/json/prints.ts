import type { Json } from '../api/types';
import { hasVolatileName, isContainer, volatileKind } from './volatile';

/**
 * Numbers for JSON values: two values have the same one exactly if they are equal, however deep they
 * are. Where volatile things are ignored, values that differ in these alone are equal. Not recursive.
 */
export class Prints {
  readonly #numbers = new Map<string, number>();
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
    if (Array.isArray(value)) return this.#number(`[${value.map((it) => this.#inner(it))}`);
    const names = Object.keys(value).sort();
    const parts = names
      .filter((name) => !this.#isIgnored(name, value[name] as Json))
      .map((name) => `${JSON.stringify(name)}:${this.#inner(value[name] as Json)}`);
    return this.#number(`{${parts.join()}`);
  }

  #isIgnored(name: string, value: Json): boolean {
    return this.ignoring && !isContainer(value) && hasVolatileName(name);
  }

  #inner(value: Json): number {
    return isContainer(value) ? (this.#known.get(value) as number) : this.#leaf(value);
  }

  #leaf(value: null | boolean | number | string): number {
    const kind = this.ignoring ? volatileKind(value) : '';
    if (kind) return this.#number(kind);
    return this.#number(typeof value === 'string' ? `"${value}` : `=${String(value)}`);
  }

  #number(text: string): number {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(text, number);
    }
    return number;
  }
}
