import { key, keyWanted } from '../api/key';
import { Signal } from '../base/signal';
import { BASE } from '../route/router';
import { setServerTime } from '../time/clock';
import type { Frame, Subscription, Watcher } from './frames';

export type LiveState = 'live' | 'connecting' | 'lost' | 'idle' | 'paused';

/** How the channel stands, for the sign in the top bar. */
export const liveState = new Signal<LiveState>('idle');

let heardAt = Date.now();

/** Something was heard by other means: what is on the screen is not older than this. */
export function noteHeard(): void {
  heardAt = Date.now();
}

/** How long nothing was heard, in milliseconds. */
export function silentFor(): number {
  return Date.now() - heardAt;
}

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;
const POLL_FROM = 3;
const WELCOME_MS = 10_000;
const UNAUTHENTICATED = 4401;
const DRAINING = 1001;

interface Watched {
  readonly id: string;
  readonly what: Subscription;
  readonly watcher: Watcher;
  cursor: string | null;
  afterSequence: number;
}

/**
 * The one live connection of a tab. Who watches keeps a cursor; after any cut the channel is opened
 * again and each resumes where it was. Hidden tabs let go of it, and catch up when they are shown.
 */
class Channel {
  readonly #watched = new Map<string, Watched>();
  #socket: WebSocket | null = null;
  #welcomed = false;
  #count = 0;
  #failures = 0;
  #timer = 0;
  #silence = 0;
  #heartbeatMs = 15_000;

  constructor() {
    document.addEventListener('visibilitychange', () => this.#settle());
    key.subscribe(() => {
      this.#drop();
      this.#settle();
    });
  }

  /** Watches until the returned function is called. */
  watch(what: Subscription, watcher: Watcher): () => void {
    const id = `s${++this.#count}`;
    const afterSequence = what.topic === 'logs' ? what.afterSequence : -1;
    const watched: Watched = { id, what, watcher, cursor: null, afterSequence };
    this.#watched.set(id, watched);
    if (this.#welcomed) this.#subscribe(watched);
    else this.#settle();
    return () => {
      this.#watched.delete(id);
      if (this.#welcomed) this.#send({ type: 'unsubscribe', id });
      this.#settle();
    };
  }

  /** Opens or closes, as there is somebody who watches and sees, or not. */
  #settle(): void {
    const wanted = this.#watched.size > 0 && document.visibilityState !== 'hidden';
    if (wanted && !this.#socket && !this.#timer) this.#open();
    // A moment of grace: who leaves one page for another watches again at once.
    if (!wanted && this.#socket) {
      setTimeout(() => {
        const still = this.#watched.size === 0 || document.visibilityState === 'hidden';
        if (!still) return;
        this.#drop();
        liveState.value = document.visibilityState === 'hidden' ? 'paused' : 'idle';
      }, 500);
    }
  }

  #open(): void {
    liveState.value = this.#failures > 0 ? 'lost' : 'connecting';
    const socket = new WebSocket(
      `${location.origin.replace(/^http/, 'ws')}${BASE}/api/v1/live`,
      'hindsight.live.v1',
    );
    this.#socket = socket;
    // Something between may take the request and never answer it.
    this.#listen(WELCOME_MS);
    socket.onopen = () => this.#send({ type: 'hello', ...(key.value ? { token: key.value } : {}) });
    socket.onmessage = (message) => {
      if (socket === this.#socket) this.#hear(JSON.parse(String(message.data)) as Frame);
    };
    socket.onclose = (closed) => {
      if (socket === this.#socket) this.#lost(closed);
    };
  }

  #lost(closed: CloseEvent): void {
    this.#drop();
    if (closed.code === UNAUTHENTICATED) {
      keyWanted.value = true;
      liveState.value = 'lost';
      return;
    }
    liveState.value = 'lost';
    this.#failures++;
    // Some networks let no WebSocket through: then each attempt is at least a look.
    if (this.#failures >= POLL_FROM) for (const it of this.#watched.values()) it.watcher.poll?.();
    const most = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (this.#failures - 1));
    this.#timer = window.setTimeout(
      () => {
        this.#timer = 0;
        this.#settle();
      },
      retryMs(closed) ?? most / 2 + (Math.random() * most) / 2,
    );
  }

  #drop(): void {
    clearTimeout(this.#silence);
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#welcomed = false;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  /** No word for two heartbeats and a half: the connection is gone, though nobody said so. */
  #listen(ms = this.#heartbeatMs * 2.5): void {
    clearTimeout(this.#silence);
    this.#silence = window.setTimeout(() => {
      const socket = this.#socket;
      if (socket) this.#lost(new CloseEvent('close', { code: 1006 }));
    }, ms);
  }

  #hear(frame: Frame): void {
    noteHeard();
    if (frame.type === 'welcome') {
      this.#welcomed = true;
      this.#failures = 0;
      this.#heartbeatMs = frame.heartbeatMs;
      setServerTime(Date.parse(frame.serverTime));
      liveState.value = 'live';
      for (const watched of this.#watched.values()) this.#subscribe(watched);
      this.#listen();
      return;
    }
    // A subscription to logs alone is told nothing while there are no lines.
    if ([...this.#watched.values()].some((it) => it.what.topic !== 'logs')) this.#listen();
    else clearTimeout(this.#silence);
    const watched = this.#watched.get(frame.id);
    if (watched) this.#tell(watched, frame);
  }

  #tell(watched: Watched, frame: Exclude<Frame, { type: 'welcome' }>): void {
    const { watcher } = watched;
    switch (frame.type) {
      case 'snapshot':
        watcher.snapshot?.(frame);
        break;
      case 'reset':
        watched.cursor = null;
        watcher.reset?.();
        break;
      case 'events':
        watcher.events?.(frame.events);
        break;
      case 'logs':
        watched.afterSequence = Math.max(watched.afterSequence, frame.afterSequence);
        watcher.logs?.(frame.lines);
        break;
      case 'gap':
        watcher.gap?.(frame.fromSequence);
        break;
      case 'error':
        watcher.failed?.(frame.problem);
        break;
    }
    if ('cursor' in frame && frame.cursor) watched.cursor = frame.cursor;
  }

  #subscribe(watched: Watched): void {
    const { id, what, cursor, afterSequence } = watched;
    this.#send({
      type: 'subscribe',
      id,
      ...what,
      ...(what.topic === 'logs' ? { afterSequence } : cursor ? { resume: cursor } : {}),
    });
  }

  #send(frame: object): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }
}

/** When a service that ends wants to be asked again; it spreads those who were connected. */
function retryMs({ code, reason }: CloseEvent): number | null {
  if (code !== DRAINING) return null;
  try {
    return Number((JSON.parse(reason) as { retryMs?: unknown }).retryMs) || null;
  } catch {
    return null;
  }
}

export const channel = new Channel();
