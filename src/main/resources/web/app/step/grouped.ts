/** What belongs together, by what it belongs to; all of it in the order in which it came. */
export function grouped<Key, It>(all: Iterable<It>, keyOf: (it: It) => Key): Map<Key, It[]> {
  const groups = new Map<Key, It[]>();
  for (const it of all) {
    const key = keyOf(it);
    const group = groups.get(key);
    if (group) group.push(it);
    else groups.set(key, [it]);
  }
  return groups;
}
