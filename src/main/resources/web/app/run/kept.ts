/** Makes something again only when what it is made of is something else. */
export function kept<Of extends readonly unknown[], Made>(
  make: (...of: Of) => Made,
): (...of: Of) => Made {
  let last: { readonly of: Of; readonly made: Made } | null = null;
  return (...of) => {
    if (!last || of.some((it, i) => it !== last?.of[i])) last = { of, made: make(...of) };
    return last.made;
  };
}
