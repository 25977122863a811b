import { Signal } from '../base/signal';

const NAME = 'hindsight.key';

/** The key that requests are made with; kept until the tab is closed, never in an address. */
export const key = new Signal<string>(read());

/** Whether the service asks for a key, or for another one. */
export const keyWanted = new Signal<boolean>(false);

function read(): string {
  try {
    return sessionStorage.getItem(NAME) ?? '';
  } catch {
    return '';
  }
}

key.subscribe((value) => {
  try {
    if (value) sessionStorage.setItem(NAME, value);
    else sessionStorage.removeItem(NAME);
  } catch {
    // Storage is switched off: the key lives as long as the page.
  }
});
