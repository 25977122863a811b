import { remembered } from '../base/signal';

/** Single keys, as people who look at many runs want them; never while something is typed. */
type Handler = (event: KeyboardEvent) => void;

/** Whether single letters and signs do anything; who dictates to the computer wants them off. */
export const shortcuts = remembered<'on' | 'off'>('shortcuts', 'on');

/** The one key that works everywhere, also where something is typed. */
export const PALETTE = 'Ctrl+K';

const handlers: Map<string, Handler>[] = [];

/** Takes keys until the returned function is called; the newest who wants a key gets it. */
export function onKeys(keys: Record<string, Handler>): () => void {
  const map = new Map(Object.entries(keys));
  handlers.push(map);
  return () => {
    const at = handlers.indexOf(map);
    if (at >= 0) handlers.splice(at, 1);
  };
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}

/** These keys press what has the focus, before they mean anything else. */
function presses(event: KeyboardEvent): boolean {
  const pressed = event.key === ' ' || event.key === 'Enter';
  return pressed && (event.target as Element).closest?.('button, a, summary') !== null;
}

/** By which name somebody may have taken the key; none for what is not for us. */
function nameOf(event: KeyboardEvent): string {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
  if (ctrlKey !== metaKey && !altKey && !shiftKey && key.toLowerCase() === 'k') return PALETTE;
  if (ctrlKey || metaKey || altKey || presses(event)) return '';
  if (key === 'Escape') return document.querySelector(':popover-open') ? '' : key;
  if (isTyping(event.target) || (key.length === 1 && shortcuts.value === 'off')) return '';
  return key;
}

export function startKeys(): void {
  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
    const name = nameOf(event);
    for (let i = handlers.length - 1; name && i >= 0; i--) {
      const handler = handlers[i]?.get(name);
      if (handler) {
        event.preventDefault();
        handler(event);
        return;
      }
    }
  });
}
