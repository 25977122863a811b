let offsetMs = 0;

/** Notes what the server's clock says, by which the lengths of what still runs are told. */
export function setServerTime(serverMs: number): void {
  if (Number.isFinite(serverMs)) offsetMs = serverMs - Date.now();
}

/** Now, as the server would say. */
export function now(): number {
  return Date.now() + offsetMs;
}
