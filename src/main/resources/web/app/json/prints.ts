import type { Json } from '../api/types';
import { isContainer, type Container } from './container';
import { hasVolatileName, volatileKind } from './volatile';

/**
 * Numbers for JSON values: two values have the same one exactly if they are equal. Where volatile
 * things are ignored, values that differ in these alone are equal. Each value is looked into once.
 */
export class Prints {
  readonly #numbers = new Map<string, number>();
  readonly #known = new Map<object, number>();

  constructor(readonly ignoring: boolean) {}

  of(value: Json): number {
    if (!isContainer(value)) {
      return this.#number((this.ignoring && volatileKind(value)) || JSON.stringify(value));
    }
    let number = this.#known.get(value);
    if (number === undefined) {
      number = this.#number(this.#text(value));
      this.#known.set(value, number);
    }
    return number;
  }

  #text(value: Container): string {
    if (Array.isArray(value)) return `[${value.map((it) => this.of(it))}`;
    const members = Object.entries(value)
      .filter(([name, it]) => !this.ignoring || isContainer(it) || !hasVolatileName(name))
      .map(([name, it]) => `${JSON.stringify(name)}:${this.of(it)}`);
    return `{${members.sort()}`;
  }

  #number(text: string): number {
    const number = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, number);
    return number;
  }
}
