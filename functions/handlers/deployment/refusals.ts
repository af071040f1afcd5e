import type { GroupIds } from '../../domain/group-ids.ts';
import { SECOND } from '../../domain/instant.ts';
import { abandonedBy, type LeftOpen, type TargetGroups } from '../../domain/left-open.ts';
import { groupKey } from '../../domain/rule-key.ts';
import type { GroupStore } from '../../ports/access-store.ts';
import type { Pause } from '../../ports/clock.ts';
import { findLeftOpen } from '../../use-cases/find-left-open.ts';

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

/** IAM gives a right some seconds after CloudFormation has made it; the rest of the function's minute is for reading. */
const TRIES = 4;
const BETWEEN_TRIES = 5 * SECOND;

const findOpen = async ({ store, pause }: Records, forWhat: string): Promise<readonly LeftOpen[]> => {
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      return await findLeftOpen(store)();
    } catch (cause) {
      if (left === 0) {
        const why = cause instanceof Error ? cause.message : String(cause);
        const message = `Whether a port is open could not be read from the table, and ${forWhat} if one were: ${why}`;
        throw new DeploymentRefused(message, { cause });
      }
      await pause.wait(BETWEEN_TRIES);
    }
  }
};

/** @throws {DeploymentRefused} while anything is open: nothing would close it after its closers are gone */
export const refuseToEnd = async (records: Records): Promise<void> => {
  const open = await findOpen(records, 'nothing would close it');
  if (open.length === 0) return;
  throw new DeploymentRefused(
    `Ports are open, or not yet known to be closed: ${named(open)}. End these grants (POST /v1/requests/ID/revoke), ` +
      'wait until GET /v1/requests/ID says that they have ended, and delete the stack again',
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
 * @throws {DeploymentRefused}
 */
export const refuseTwins = (targets: TargetGroups, ids: GroupIds = {}): void => {
  const made = Object.values(ids);
  const twin = made.find((id, index) => made.indexOf(id) !== index);
  if (twin === undefined) return;
  const of = Object.entries(targets).filter(([, key]) => key.endsWith(`/${twin}`));
  throw new DeploymentRefused(
    `${of.map(([name]) => name).join(' and ')} are behind the same security group ${twin}, under two names: ` +
      'pass the same construct for each of them',
  );
};
