const TOLD_MS = 1_200;

/** Puts a text on the clipboard; tells whether the browser let us. */
export async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without https there is no such thing, and somebody may have forbidden it.
    return copiedByHand(text);
  }
}

/** As somebody would who marks it. */
function copiedByHand(text: string): boolean {
  const before = document.activeElement;
  const field = document.createElement('textarea');
  field.className = 'hidden-text';
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  return done;
}

/** Copies what a button stands for, and lets it tell what became of that. */
export async function copyFrom(button: Element, text: string): Promise<void> {
  const told = (await copied(text)) ? 'copied' : 'not-copied';
  button.classList.add(told);
  setTimeout(() => button.classList.remove(told), TOLD_MS);
}
