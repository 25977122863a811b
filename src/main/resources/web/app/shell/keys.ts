/** Single keys, as people who look at many runs want them; never while something is typed. */
type Handler = (event: KeyboardEvent) => void;

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

export function startKeys(): void {
  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target) && event.key !== 'Escape') return;
    if (document.querySelector('dialog[open]') || presses(event)) return;
    for (let i = handlers.length - 1; i >= 0; i--) {
      const handler = handlers[i]?.get(event.key);
      if (handler) {
        event.preventDefault();
        handler(event);
        return;
      }
    }
  });
}
