/** Of some names, the one that was probably meant; undefined where none is near. */
export const closest = (name: string, known: readonly string[]): string | undefined => {
  const near = Math.max(1, Math.floor(name.length / 3));
  return known
    .map((candidate) => ({ candidate, edits: editsBetween(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ edits }) => edits <= near)
    .sort((a, b) => a.edits - b.edits)[0]?.candidate;
};

/** A sentence to append to a message about an unknown name; empty where nothing is near. */
export const didYouMean = (name: string, known: readonly string[]): string => {
  const found = closest(name, known);
  return found === undefined ? '' : `; did you mean ${found}?`;
};

/** Levenshtein's distance, one row at a time. */
const editsBetween = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, left] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, right] of [...to].entries()) {
      const replaced = (row[j] ?? 0) + (left === right ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
};
