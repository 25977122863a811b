import { html, type TemplateResult } from 'lit';
import type { Mark } from '../chart/plot';
import { HEIGHT } from './over-time';
import { Panel } from './panel';
import type { Scope } from './scope';

/** A panel that is one drawing. */
export abstract class PlotPanel<T> extends Panel<T> {
  protected abstract paint(
    pen: CanvasRenderingContext2D,
    width: number,
    data: T,
    scope: Scope,
  ): Mark[][];

  protected draw(data: T, scope: Scope): TemplateResult {
    return html`<hs-plot
      .drawing=${{
        label: this.heading,
        height: HEIGHT,
        paint: (pen: CanvasRenderingContext2D, width: number) =>
          this.paint(pen, width, data, scope),
      }}
    ></hs-plot>`;
  }
}
