const PERIOD_MS = 2_000;
const FRAME_MS = 66;

const still = matchMedia('(prefers-reduced-motion: reduce)');

/** A slow beat for what runs; it stands still where nobody looks, or where motion is not wanted. */
export class Pulse {
  #timer = 0;
  #value = 0;

  constructor(readonly draw: () => void) {}

  get value(): number {
    return still.matches ? 0 : this.#value;
  }

  run(wanted: boolean): void {
    if (!wanted || still.matches) this.stop();
    else if (!this.#timer) {
      this.#timer = window.setInterval(() => {
        if (document.hidden) return;
        this.#value = (performance.now() % PERIOD_MS) / PERIOD_MS;
        this.draw();
      }, FRAME_MS);
    }
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = 0;
  }
}
