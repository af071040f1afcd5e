import type { AccessRequest } from '../domain/access-request.ts';
import { type Principal, personIn, principalName } from '../domain/principal.ts';
import type { Tally } from '../domain/tally.ts';
import type { Dependencies } from './dependencies.ts';

/** A tally, and the requests that it names. */
export interface Tallied {
  readonly tally: Tally;
  /** As they are written now. Few: limits bound them, 21 by default. */
  readonly known: readonly AccessRequest[];
}

/**
 * What a person has and wants of a target, by whichever of their mailboxes: from what is written at this moment and from no
 * list, which may lag and shows only so much.
 */
export const readTally = async (
  { store, configuration }: Pick<Dependencies, 'store' | 'configuration'>,
  { requester, target }: { readonly requester: Principal; readonly target: string },
): Promise<Tallied> => {
  const person = personIn(configuration.people, principalName(requester));
  const tally = await store.readTally(target, person);
  const read = await Promise.all(tally.requestIds.map((id) => store.read(id)));
  return { tally, known: read.filter((request) => request !== undefined) };
};
