import { mailboxesOf, type Principal, personIn } from '../../domain/principal.ts';
import { approverFindings } from './approver-consistency.ts';
import { peopleAmong } from './approvers.ts';
import type { ConfigurationFile, TargetEntry } from './file-shape.ts';
import { type Finding, referenceOf, unknownName, unknownReferences } from './finding.ts';
import { portRange } from './port-range.ts';

/** What is wrong between a target and the rest of its file. */
export const targetFindings = (name: string, target: TargetEntry, file: ConfigurationFile): Finding[] => {
  const path = ['targets', name];
  return [
    ...unknownName(
      [...path, 'securityGroup'],
      'security group',
      target.securityGroup,
      Object.keys(file.securityGroups),
    ),
    ...unknownReferences([...path, 'requesters'], target.requesters, file),
    ...portFindings(path, target),
    ...approverFindings(path, target, file),
    ...approvalFindings(path, target, file),
  ];
};

const portFindings = (path: readonly string[], target: TargetEntry): Finding[] => {
  const range = portRange(target);
  if (range === null) return [{ path: [...path, 'port'], message: 'expected either port or ports' }];
  if (range.fromPort <= range.toPort) return [];
  const message = `expected at least ${range.fromPort}, where the range begins`;
  return [{ path: [...path, 'ports', 'to'], message }];
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
