import { Signal } from '../base/signal';
import { decode, encode, type Place, type Route } from './url';

const HOME = '/ui/';

/** What stands before `/ui/` in the address: the service may live below another path. */
export const BASE = location.pathname.slice(0, Math.max(0, location.pathname.indexOf(HOME)));

/** Where somebody is. The address is the state; this is how it is read. */
export const route = new Signal<Route>(read());

function read(): Route {
  return decode(location.pathname.slice(BASE.length + HOME.length), location.search, location.hash);
}

/** The address of a place. */
export function href(place: Place, id = '', query: Record<string, string> = {}): string {
  return BASE + HOME + encode(place, id, new Map(Object.entries(query)));
}

/** Goes somewhere: back leads here again. */
export function go(address: string): void {
  history.replaceState({ scroll: scrollState() }, '');
  history.pushState({}, '', address);
  route.value = read();
}

/** Changes the query of where we are, and keeps the rest; an empty value takes a name away. */
export function adjust(changes: Record<string, string>, push = false): void {
  const query = new Map(route.value.query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') query.delete(name);
    else query.set(name, value);
  }
  const address = BASE + HOME + encode(route.value.place, route.value.id, query) + location.hash;
  if (address === location.pathname + location.search + location.hash) return;
  if (push) go(address);
  else {
    history.replaceState(history.state, '', address);
    route.value = read();
  }
}

/** Whether the screen is still that of a route, whatever else of the address has changed. */
export function isStill({ place, id }: Route): boolean {
  return route.value.place === place && route.value.id === id;
}

/** Is somewhere else without having gone: back does not lead here. */
export function land(address: string): void {
  history.replaceState({}, '', address);
  route.value = read();
}

/** Names a place within the screen, without its `#`; an empty one takes it away. */
export function pointTo(hash: string): void {
  if (hash === route.value.hash) return;
  const fragment = hash ? `#${encodeURIComponent(hash)}` : '';
  history.replaceState(history.state, '', location.pathname + location.search + fragment);
  route.value = read();
}

/** How far the list was scrolled when this entry of the history was left. */
export function restoredScroll(): number {
  return Number((history.state as { scroll?: number } | null)?.scroll ?? 0);
}

function scrollState(): number {
  return document.querySelector('[data-scroll]')?.scrollTop ?? 0;
}

/** Follows links within the dashboard without loading the page again. */
export function start(): void {
  addEventListener('popstate', () => {
    route.value = read();
  });
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element).closest?.('a');
    if (!link || link.target || link.hasAttribute('download')) return;
    if (link.origin !== location.origin || !link.pathname.startsWith(BASE + HOME)) return;
    if (link.hash && link.pathname === location.pathname && link.search === location.search) return;
    event.preventDefault();
    go(link.pathname + link.search + link.hash);
  });
}
