import type { GroupIds } from '../../domain/group-ids.ts';
import { abandonedBy, type LeftOpen, type TargetGroups } from '../../domain/left-open.ts';
import { groupKey } from '../../domain/rule-key.ts';
import type { GroupStore } from '../../ports/access-store.ts';
import type { Pause } from '../../ports/clock.ts';
import { findLeftOpen } from '../../use-cases/find-left-open.ts';
import { awaitingRights } from './young-rights.ts';

/** A deployment that must not be made. CloudFormation shows the message, and goes back to what was. */
export class DeploymentRefused extends Error {
  override readonly name = 'DeploymentRefused';
}

/** More are counted only: CloudFormation shows a few hundred characters. */
const NAMED = 5;

const named = (open: readonly LeftOpen[]): string => {
  const some = open
    .slice(0, NAMED)
    .map(
      ({ group, requestId, target }) =>
        `${target ?? 'a rule without its grant'} (${requestId}, ${groupKey(group)})`,
    );
  return [...some, ...(open.length > NAMED ? [`and ${open.length - NAMED} more`] : [])].join(', ');
};

/** What is read: the record, and time to wait for rights that a deployment has just given. */
export interface Records {
  readonly store: GroupStore;
  readonly pause: Pause;
}

const findOpen = async ({ store, pause }: Records, forWhat: string): Promise<readonly LeftOpen[]> => {
  try {
    return await awaitingRights(pause, findLeftOpen(store));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const message = `Whether a port is open could not be read from the table, and ${forWhat} if one were: ${why}`;
    throw new DeploymentRefused(message, { cause });
  }
};

/** What can still be done about what is open: while the API is there, and when only the closers are left. */
const TO_DO = {
  all:
    'End these grants (POST /v1/requests/ID/revoke), wait until GET /v1/requests/ID says that they have ended, ' +
    'and delete the stack again',
  closers:
    'The API is gone, and nothing opens any more: wait until the sweeper has closed them, each at its end at the latest, ' +
    'then delete the stack again',
} as const;

/** @throws {DeploymentRefused} while anything is open: nothing would close it after its closers are gone */
export const refuseToEnd = async (records: Records, standing: keyof typeof TO_DO): Promise<void> => {
  const open = await findOpen(records, 'nothing would close it');
  if (open.length === 0) return;
  throw new DeploymentRefused(
    `Ports are open, or not yet known to be closed: ${named(open)}. ${TO_DO[standing]}`,
  );
};

/** @throws {DeploymentRefused} where the configuration lacks a target, or a group, in which something is open */
export const refuseToAbandon = async (records: Records, targets: TargetGroups): Promise<void> => {
  const open = abandonedBy(targets, await findOpen(records, 'this configuration could leave it open'));
  if (open.length === 0) return;
  throw new DeploymentRefused(
    `The configuration no longer has what is open, or not yet known to be closed: ${named(open)}. Put the target back ` +
      'as it was, with retired: true, and take it out when these grants have ended',
  );
};

/**
 * Two names for one group would be taken for two groups: their targets were never compared with one another.
 *
 * @param written ids that stand in the configuration itself
 * @throws {DeploymentRefused}
 */
export const refuseTwins = (
  targets: TargetGroups,
  ids: GroupIds = {},
  written: readonly string[] = [],
): void => {
  const all = [...written, ...Object.values(ids)];
  const twin = all.find((id, index) => all.indexOf(id) !== index);
  if (twin === undefined) return;
  const of = Object.entries(targets).filter(([, key]) => key.endsWith(`/${twin}`));
  throw new DeploymentRefused(
    `${of.map(([name]) => name).join(' and ')} are behind the same security group ${twin}, under two names: ` +
      'pass the same construct for each of them',
  );
};
