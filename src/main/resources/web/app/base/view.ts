import { LitElement } from 'lit';
import type { Signal } from './signal';

/**
 * What all our elements are: drawn into the page itself, where its styles and landmarks hold, and
 * drawn again when a signal they watch changes.
 */
export class View extends LitElement {
  readonly #watched: Signal<unknown>[] = [];
  #stops: (() => void)[] = [];

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  /** Draws again with each change, for as long as the element is in the page. */
  protected watch<T>(signal: Signal<T>): Signal<T> {
    this.#watched.push(signal as Signal<unknown>);
    return signal;
  }

  /** Something to undo when the element leaves the page. */
  protected until(stop: () => void): void {
    this.#stops.push(stop);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    for (const signal of this.#watched) {
      this.until(signal.subscribe(() => this.requestUpdate()));
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }
}
