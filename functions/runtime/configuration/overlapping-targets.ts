import { shareAPort } from '../../domain/port-range.ts';
import { isAllowedBy, sourceOf } from '../../domain/source.ts';
import { peopleAmong } from './approvers.ts';
import type { ConfigurationFile, TargetEntry } from './file-shape.ts';
import type { Finding } from './finding.ts';
import { portRanges } from './written-ports.ts';

/**
 * Two targets that could open the same rule must take the same approval: whoever may ask for both would ask for the
 * easier one. Refused, since a warning in a pipeline is read by nobody; what one requester may and another may not is
 * said by policies, within one target. Who may ask is not compared: groups may have any members.
 */
export const overlapFindings = (file: ConfigurationFile): Finding[] => {
  const all = Object.entries(file.targets);
  return all.flatMap(([name, target], index) => {
    const other = all
      .slice(0, index)
      .find(
        ([, earlier]) =>
          opensTheSame(earlier, target) && demandsOf(earlier, file) !== demandsOf(target, file),
      );
    if (other === undefined) return [];
    const message = `${other[0]} opens the same ports to the same sources: both must say the same approvers, requiredApprovals and breakGlass`;
    return [{ path: ['targets', name, 'approvers'], message }];
  });
};

const opensTheSame = (one: TargetEntry, other: TargetEntry): boolean => {
  if (one.retired || other.retired) return false;
  return (
    one.securityGroup === other.securityGroup &&
    portRanges(one).some((range) => portRanges(other).some((its) => shareAPort(range, its))) &&
    shareSources(one.allowedSources, other.allowedSources)
  );
};

/**
 * Of two networks, one is within the other, or they share nothing. A group or list is compared by its id: who may ask from
 * it asks for everything in it, be that in a network or not.
 */
const shareSources = (some: readonly string[], others: readonly string[]): boolean =>
  some
    .map(sourceOf)
    .some((one) => others.map(sourceOf).some((other) => isAllowedBy(one, other) || isAllowedBy(other, one)));

/** Equal for targets that take the same to be opened. */
const demandsOf = (target: TargetEntry, file: ConfigurationFile): string =>
  JSON.stringify([
    target.requiredApprovals,
    peopleAmong(target, file).toSorted(),
    target.breakGlass?.requesters.toSorted() ?? [],
  ]);
