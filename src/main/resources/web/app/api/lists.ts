/** The items of a comma list as they stand in it: a backslash keeps a comma, or itself, within one. */
export function items(list: string): string[] {
  return list.match(/(?:\\[,\\]|[^,])+/g) ?? [];
}

/** The names of a comma list. */
export function names(list: string): string[] {
  return items(list).map((it) => it.replace(/\\([,\\])/g, '$1'));
}

/** A name as one item of a comma list. */
export function listed(name: string): string {
  return name.replace(/[,\\]/g, '\\$&');
}
