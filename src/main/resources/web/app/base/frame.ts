/** Work that is asked for often and done once in a frame. */
export function oncePerFrame(work: () => void): () => void {
  let asked = 0;
  return () => {
    if (asked) return;
    asked = requestAnimationFrame(() => {
      asked = 0;
      work();
    });
  };
}

/** Work that is asked for often and done at most once in a while, soon after it is asked for. */
export function atMostEvery(ms: number, work: () => void): () => void {
  let timer = 0;
  let last = -Infinity;
  return () => {
    if (timer) return;
    const wait = Math.max(0, last + ms - performance.now());
    timer = window.setTimeout(() => {
      timer = 0;
      last = performance.now();
      work();
    }, wait);
  };
}
