import { portInWords } from '../../domain/mails/in-words.ts';
import { shareAPort } from '../../domain/port-range.ts';
import { mailboxesOf, type Principal, personIn } from '../../domain/principal.ts';
import { referencedSourceOf } from '../../domain/source.ts';
import { approverFindings } from './approver-consistency.ts';
import { peopleAmong } from './approvers.ts';
import type { ConfigurationFile, TargetEntry } from './file-shape.ts';
import { type Finding, referenceOf, unknownName, unknownReferences } from './finding.ts';
import { writtenRanges } from './written-ports.ts';

/** What is wrong between a target and the rest of its file. */
export const targetFindings = (name: string, target: TargetEntry, file: ConfigurationFile): Finding[] => {
  const path = ['targets', name];
  const ofApprovers = approverFindings(path, target, file);
  const areKnown = !ofApprovers.some((finding) => finding.path[path.length] === 'approvers');
  return [
    ...unknownName(
      [...path, 'securityGroup'],
      'security group',
      target.securityGroup,
      Object.keys(file.securityGroups),
    ),
    ...unknownReferences([...path, 'requesters'], target.requesters, file),
    ...portFindings(path, target),
    ...sourceFindings(path, target),
    ...ofApprovers,
    // How many may decide says nothing before it is known who.
    ...(areKnown ? approvalFindings(path, target, file) : []),
  ];
};

/** Ranges that share a port would be two ways in through it, of which closing one closes nothing. */
const portFindings = (path: readonly string[], target: TargetEntry): Finding[] => {
  const written = writtenRanges(target);
  return written.flatMap((one, index): Finding[] => {
    if (one.range === null) return [{ ...one.finding, path: [...path, ...one.finding.path] }];
    const { range, place } = one;
    const before = written.slice(0, index).find((other) => other.range && shareAPort(other.range, range));
    if (!before?.range) return [];
    const message = `${portInWords(range)} shares ports with ${portInWords(before.range)} before it`;
    return [{ path: [...path, ...place], message }];
  });
};

/** What may be asked from, but by nobody who may ask. */
const sourceFindings = (path: readonly string[], target: TargetEntry): Finding[] => {
  const isOfReferences = target.allowedSources.every((source) => referencedSourceOf(source) !== undefined);
  if (!isOfReferences) return [];
  const isForMachines =
    target.referencedSources === 'machines' &&
    !target.requesters.some((requester) => referenceOf(requester).kind === 'machine');
  const unreachable = isForMachines
    ? [
        {
          path: [...path, 'allowedSources'],
          message:
            'only machines ask from security groups and prefix lists, and no requester is one: add a network, a machine, or referencedSources: anybody',
        },
      ]
    : [];
  if (target.sourceDefault === undefined) return unreachable;
  const message = 'expected a network among allowedSources, for callers to be in';
  return [...unreachable, { path: [...path, 'sourceDefault'], message }];
};

/** Nobody who could ask would ever get that many approvals. */
const approvalFindings = (
  path: readonly string[],
  target: TargetEntry,
  file: ConfigurationFile,
): Finding[] => {
  const most = Math.max(...target.requesters.map((requester) => votesFor(requester, target, file)));
  if (target.requiredApprovals <= most) return [];
  const message = `expected at most ${most}: whoever asks, no more of the approvers may decide`;
  return [{ path: [...path, 'requiredApprovals'], message }];
};

/** How many approvers may decide what one entry of the requesters asks; of a group, its luckiest member. */
const votesFor = (requester: string, target: TargetEntry, file: ConfigurationFile): number => {
  const { people } = file;
  const approvers = peopleAmong(target, file);
  const persons = new Set(approvers.map((approver) => personIn(people, approver)));
  const votes = (asking: Principal) => {
    const own = mailboxesOf(asking).map((mailbox) => personIn(people, mailbox));
    return [...persons].filter((person) => !own.includes(person)).length;
  };
  const ofPerson = (email: string) => votes({ kind: 'person', email, groups: [] });
  const { kind, name } = referenceOf(requester);
  if (kind === 'machine') return votes({ kind, name, owners: file.machines[name]?.owners ?? [] });
  if (kind === 'person') return ofPerson(name);
  const members = file.groups[name] ?? [];
  // Members that only the token's claim knows may be anybody.
  return members.length === 0 ? persons.size : Math.max(...members.map(ofPerson));
};
