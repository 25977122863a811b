import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit';

const SHAPES = {
  executions: svg`<path d="M2 3.5h6M2 8h12M2 12.5h8"/>`,
  analytics: svg`<path d="M2 14V9M6 14V4M10 14V7M14 14V2"/>`,
  compare: svg`<path d="M5.5 2v12M10.5 2v12M2 5h3.5M10.5 5H14M2 9h3.5M10.5 11H14"/>`,
  retention: svg`<circle cx="8" cy="8" r="6"/><path d="M8 4.5V8l2.5 2"/>`,
  help: svg`<circle cx="8" cy="8" r="6"/><path d="M6.3 6.4c0-2.4 3.5-2.2 3.5-.1 0 1.3-1.8 1.4-1.8 2.9M8 11v1"/>`,
  search: svg`<circle cx="7" cy="7" r="4.5"/><path d="M10.3 10.3L14 14"/>`,
  sun: svg`<circle cx="8" cy="8" r="3"/><path d="M8 1v2M8 13v2M1 8h2M13 8h2M3 3l1.5 1.5M11.5 11.5L13 13M3 13l1.5-1.5M11.5 4.5L13 3"/>`,
  moon: svg`<path d="M13 10A6 6 0 0 1 6 3a5.5 5.5 0 1 0 7 7z"/>`,
  close: svg`<path d="M4 4l8 8M12 4l-8 8"/>`,
  copy: svg`<rect x="5.5" y="5.5" width="8" height="8" rx="1"/><path d="M10.5 5.5v-3h-8v8h3"/>`,
  lock: svg`<rect x="3.5" y="7" width="9" height="6.5" rx="1"/><path d="M5.5 7V5a2.5 2.5 0 0 1 5 0v2"/>`,
  download: svg`<path d="M8 2.5v8M4.5 7L8 10.5 11.5 7M3 13.5h10"/>`,
  up: svg`<path d="M8 13V3M4 7l4-4 4 4"/>`,
  open: svg`<path d="M6 4l4 4-4 4"/>`,
  retry: svg`<path d="M3 8a5 5 0 1 1 1.5 3.5M3 12.5V9.5h3"/>`,
} satisfies Record<string, SVGTemplateResult>;

export type IconName = keyof typeof SHAPES;

/** A drawing beside a word, or in a button that has a label: nothing to read out. */
export function icon(name: IconName): TemplateResult {
  return html`<svg
    class="icon"
    viewBox="0 0 16 16"
    fill="none"
    stroke="currentColor"
    stroke-width="1.6"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${SHAPES[name]}
  </svg>`;
}
