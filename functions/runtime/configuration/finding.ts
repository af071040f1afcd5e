import { didYouMean } from './closest.ts';
import type { ConfigurationFile } from './file-shape.ts';
import type { Path } from './problem.ts';

/** What is wrong between places of a file that are each well formed. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
}

/** A finding where a name is not among those that exist. */
export const unknownName = (path: Path, what: string, name: string, known: readonly string[]): Finding[] =>
  known.includes(name)
    ? []
    : [{ path, message: `there is no ${what} ${name}${didYouMean(name, known) || namesOf(known)}` }];

const namesOf = (known: readonly string[]): string =>
  known.length === 0 ? '' : `; there is ${known.join(', ')}`;

/** What an entry of a list means: `group:NAME`, `machine:NAME`, or a person's mailbox. */
export const referenceOf = (entry: string): { kind: 'person' | 'group' | 'machine'; name: string } => {
  const [, kind, name] = /^(group|machine):(.*)$/.exec(entry) ?? [];
  if ((kind === 'group' || kind === 'machine') && name !== undefined) return { kind, name };
  return { kind: 'person', name: entry };
};

/** Findings for the entries of a list that name no group or machine that there is. */
export const unknownReferences = (
  path: Path,
  list: readonly string[],
  { groups, machines }: ConfigurationFile,
): Finding[] =>
  list.flatMap((entry, index) => {
    const { kind, name } = referenceOf(entry);
    if (kind === 'person') return [];
    return unknownName([...path, index], kind, name, Object.keys(kind === 'group' ? groups : machines));
  });

/** A finding for each value that stood before. */
export const repeated = (values: readonly (readonly [Path, string | number])[]): Finding[] =>
  values.flatMap(([path, value], index) => {
    const first = values.findIndex(([, other]) => other === value);
    return first === index ? [] : [{ path, message: `${value} is used twice` }];
  });
