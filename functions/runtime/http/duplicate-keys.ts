import { createScanner } from 'jsonc-parser';
import type { FieldProblem } from '../../use-cases/field-problem.ts';

/** Deeper than anything that is asked for here. */
const DEEPEST = 8;

interface Container {
  /** Keys so far; null in an array. */
  readonly keys: Set<string> | null;
  /** Where it stands: `a.b`. */
  readonly path: string;
  /** Key or index of the value that is read next. */
  next: string | number;
}

const pathOf = ({ path, next, keys }: Container): string =>
  keys === null ? `${path}[${next}]` : path === '' ? String(next) : `${path}.${next}`;

/**
 * What JSON.parse passes over in silence: a key that stands twice in one object (it takes the last, other parsers the
 * first). Goes token by token, as a recursive visitor could be made to overflow the stack.
 *
 * @param text JSON that JSON.parse has taken
 */
export const findDuplicateKey = (text: string): FieldProblem | null => {
  const scanner = createScanner(text, true);
  const open: Container[] = [];
  let before: string | undefined;
  for (;;) {
    scanner.scan();
    const sign = text[scanner.getTokenOffset()];
    if (sign === undefined) return null;
    const inside = open.at(-1);
    if (sign === '{' || sign === '[') {
      if (open.length === DEEPEST) return { path: '', message: `expected at most ${DEEPEST} levels` };
      open.push({ keys: sign === '{' ? new Set() : null, path: inside ? pathOf(inside) : '', next: 0 });
    } else if (sign === '}' || sign === ']') {
      open.pop();
    } else if (inside?.keys === null) {
      if (sign === ',') inside.next = Number(inside.next) + 1;
    } else if (inside && sign === '"' && (before === '{' || before === ',')) {
      inside.next = scanner.getTokenValue();
      if (inside.keys.has(inside.next)) {
        const place = `line ${scanner.getTokenStartLine() + 1}, column ${scanner.getTokenStartCharacter() + 1}`;
        return { path: pathOf(inside), message: `stands twice (${place}); expected each field once` };
      }
      inside.keys.add(inside.next);
    }
    before = sign;
  }
};
