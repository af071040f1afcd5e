import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import type { Path, Problem } from './problem.ts';

/** YAML as plain values, which still knows where each of them stands. */
export interface YamlText {
  readonly value: unknown;
  /** Line of the place, or of the nearest one around it that exists. */
  readonly lineOf: (path: Path) => number;
  readonly has: (path: Path) => boolean;
}

export type ParsedYaml =
  | { readonly outcome: 'PARSED'; readonly yaml: YamlText }
  | { readonly outcome: 'REFUSED'; readonly problems: readonly Problem[] };

/** YAML 1.2: `no` is a text, and a key that stands twice is an error. */
export const parseYaml = (text: string): ParsedYaml => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (message: string, offset: number): Problem => ({
    path: '',
    line: lines.linePos(offset).line,
    message,
  });
  const problems = [
    ...[...document.errors, ...document.warnings].map(({ message, pos }) => at(message, pos[0])),
    ...unusable(document).map(({ message, offset }) => at(message, offset)),
  ];
  if (problems.length > 0) return { outcome: 'REFUSED', problems };
  const find = (path: Path) => follow(document, path);
  return {
    outcome: 'PARSED',
    yaml: {
      value: document.toJS(),
      lineOf: (path) => lines.linePos(find(path).offset).line,
      has: (path) => find(path).found,
    },
  };
};

/** What is well formed, and still cannot become a value. */
const unusable = (document: Document): { message: string; offset: number }[] => {
  const found: { message: string; offset: number }[] = [];
  visit(document, {
    // JavaScript objects, and with them the schema, would silently pass this key by.
    Pair: (_, { key }) => {
      if (isScalar(key) && key.value === '__proto__') {
        found.push({ message: 'a key that no mapping may have', offset: offsetOf(key) ?? 0 });
      }
    },
    Alias: (_, alias) => {
      if (alias.resolve(document) === undefined) {
        found.push({ message: `there is no anchor ${alias.source} before it`, offset: offsetOf(alias) ?? 0 });
      }
    },
  });
  return found;
};

interface Place {
  readonly found: boolean;
  readonly offset: number;
}

const follow = (document: Document, path: Path): Place => {
  let node: unknown = document.contents;
  let offset = offsetOf(node) ?? 0;
  for (const part of path) {
    if (isAlias(node)) node = node.resolve(document);
    const pair = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && String(key.value) === part)
      : undefined;
    const item = isSeq(node) && typeof part === 'number' ? node.items[part] : undefined;
    if (pair === undefined && item === undefined) return { found: false, offset };
    offset = offsetOf(pair?.key ?? item) ?? offset;
    node = pair ? pair.value : item;
  }
  return { found: true, offset };
};

const offsetOf = (node: unknown): number | undefined => (node as Node | null)?.range?.[0];
