/** A value that tells when it changes: all the state that several elements share. */
export class Signal<T> {
  #value: T;
  readonly #listeners = new Set<(value: T) => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set value(next: T) {
    if (Object.is(next, this.#value)) return;
    this.#value = next;
    for (const listener of [...this.#listeners]) listener(next);
  }

  /** Tells of every change until the returned function is called. */
  subscribe(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** A value that the browser remembers; where it may not, until the page is left. */
export function remembered<T extends string>(name: string, fallback: T): Signal<T> {
  const key = `hindsight.${name}`;
  let first = fallback;
  try {
    first = (localStorage.getItem(key) as T | null) ?? fallback;
  } catch {
    // Storage is switched off: the preference lives as long as the page.
  }
  const signal = new Signal<T>(first);
  signal.subscribe((value) => {
    try {
      localStorage.setItem(key, value);
    } catch {
      // As above.
    }
  });
  return signal;
}
