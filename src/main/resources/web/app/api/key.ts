import { Signal } from '../base/signal';
import { BASE } from '../route/router';

const NAME = 'hindsight.key';

/**
 * The key that requests are made with. It lives as long as the tab, unless somebody asked for it to
 * be remembered; it never stands in an address.
 */
export const key = new Signal<string>(stored(() => sessionStorage) || stored(() => localStorage));

/** Whether the service asks for a key, or for another one. */
export const keyWanted = new Signal<boolean>(false);

/** Whether it may also write; unknown, and therefore not, before the first answer. */
export const mayWrite = new Signal<boolean>(false);

function stored(store: () => Storage): string {
  try {
    return store().getItem(NAME) ?? '';
  } catch {
    return '';
  }
}

function store(where: () => Storage, value: string): void {
  try {
    if (value) where().setItem(NAME, value);
    else where().removeItem(NAME);
  } catch {
    // Storage is switched off: the key lives as long as the page.
  }
}

/** Takes a key from now on, for this tab or for this browser. */
export function useKey(value: string, remember: boolean): void {
  store(() => sessionStorage, value);
  store(() => localStorage, remember ? value : '');
  keyWanted.value = false;
  // The same once more is news too: what failed is to be asked for again.
  if (key.value === value) key.value = '';
  key.value = value;
}

/** Forgets the key, in this tab and in this browser. */
export function forgetKey(): void {
  store(() => sessionStorage, '');
  store(() => localStorage, '');
  key.value = '';
}

/** Whether the service knows a key; fails if it does not answer. */
export async function isKey(value: string): Promise<boolean> {
  const answer = await fetch(`${BASE}/api/v1/retention/policies`, {
    headers: { Accept: 'application/json', Authorization: `Bearer ${value}` },
    credentials: 'same-origin',
    cache: 'no-store',
  });
  return answer.status !== 401;
}
