import { remembered, Signal } from '../base/signal';

export type Theme = 'system' | 'light' | 'dark';

/** As the system has it, unless somebody pinned one. */
export const theme = remembered<Theme>('theme', 'system');

const dark = matchMedia('(prefers-color-scheme: dark)');

/** Changes whenever colours do: canvases draw themselves again then. */
export const painted = new Signal<number>(0);

function apply(): void {
  if (theme.value === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme.value;
  colours.clear();
  painted.value++;
}

const colours = new Map<string, string>();

export function startTheme(): void {
  theme.subscribe(apply);
  dark.addEventListener('change', apply);
  apply();
}

export function isDark(): boolean {
  return theme.value === 'system' ? dark.matches : theme.value === 'dark';
}

export function nextTheme(): void {
  theme.value = isDark() ? 'light' : 'dark';
}

let probe: HTMLElement | null = null;

/** A colour of the tokens as a canvas understands it. */
export function colour(name: string): string {
  let value = colours.get(name);
  if (!value) {
    if (!probe) {
      probe = document.createElement('span');
      probe.hidden = true;
      // The name says what is meant, also where colours are forced.
      probe.style.setProperty('forced-color-adjust', 'none');
      document.body.append(probe);
    }
    probe.style.color = `var(--${name})`;
    value = getComputedStyle(probe).color;
    colours.set(name, value);
  }
  return value;
}
