import { html, type TemplateResult } from 'lit';

/** Tabs above a panel `tab-panel`: one of them takes the focus, arrows go to the others. */
export function tabList<T extends string>(
  tabs: readonly T[],
  chosen: T,
  choose: (tab: T) => void,
): TemplateResult {
  const step = (event: KeyboardEvent): void => {
    const at = tabs.indexOf(chosen);
    const moves: Record<string, number> = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      Home: 0,
      End: tabs.length - 1,
    };
    const to = moves[event.key];
    const next = to === undefined ? undefined : tabs[(to + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    choose(next);
    (event.currentTarget as Element).querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };
  return html`<div class="tabs" role="tablist" aria-label="What to see" @keydown=${step}>
    ${tabs.map(
      (it) =>
        html`<button
          class="quiet"
          role="tab"
          id="tab-${it}"
          aria-controls="tab-panel"
          aria-selected=${it === chosen ? 'true' : 'false'}
          tabindex=${it === chosen ? 0 : -1}
          @click=${() => choose(it)}
        >
          ${it}
        </button>`,
    )}
  </div>`;
}
