import { personBehind, personIn } from '../../domain/principal.ts';
import { peopleAmong } from './approvers.ts';
import type { ConfigurationFile, TargetEntry } from './file-shape.ts';
import { type Finding, referenceOf, unknownReferences } from './finding.ts';

/** What is wrong with who decides on a target, and who is told. */
export const approverFindings = (
  path: readonly string[],
  target: TargetEntry,
  file: ConfigurationFile,
): Finding[] => [
  ...target.approvers.flatMap((entry, index) => {
    const place = [...path, 'approvers', index];
    return typeof entry === 'string'
      ? namedFindings(place, entry, target, file)
      : sharedFindings(place, entry.mailbox, target, file);
  }),
  ...unknownReferences([...path, 'escalateTo'], target.escalateTo ?? [], file),
  ...unknownReferences([...path, 'breakGlass', 'requesters'], target.breakGlass?.requesters ?? [], file),
];

const namedFindings = (
  place: Finding['path'],
  entry: string,
  { approvers }: TargetEntry,
  file: ConfigurationFile,
): Finding[] => {
  const { kind, name } = referenceOf(entry);
  if (kind === 'group') return groupFindings(place, name, file);
  const before = approvers.slice(0, Number(place.at(-1)));
  const same = before.find(
    (other) => typeof other === 'string' && personBehind(other) === personBehind(entry),
  );
  // Two mailboxes that `people` joins are meant; two that only read alike are a mistake.
  return same === undefined
    ? []
    : [{ path: place, message: `${entry} is the same person as ${String(same)}` }];
};

/** Members that only a token's claim knows can be sent no mail, and nobody here has vouched for them. */
const groupFindings = (place: Finding['path'], name: string, file: ConfigurationFile): Finding[] => {
  const unknown = unknownReferences(place.slice(0, -1), [`group:${name}`], file);
  if (unknown.length > 0) return unknown.map(({ message }) => ({ path: place, message }));
  if ((file.groups[name] ?? []).length > 0) return [];
  return [{ path: place, message: `group ${name} has no members here, and nobody else may approve` }];
};

const sharedFindings = (
  place: Finding['path'],
  mailbox: string,
  target: TargetEntry,
  file: ConfigurationFile,
): Finding[] => {
  const path = [...place, 'mailbox'];
  if (!file.approvals?.requireSignIn) {
    const message = `${mailbox} is read by several people, of whom one must sign in to decide: set approvals.requireSignIn`;
    return [{ path, message }];
  }
  const person = peopleAmong(target, file).find(
    (other) => personIn(file.people, other) === personIn(file.people, mailbox),
  );
  return person === undefined
    ? []
    : [{ path, message: `${mailbox} cannot be shared and be one person's, who is named as ${person}` }];
};
