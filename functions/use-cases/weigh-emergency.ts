import type { Asked } from '../domain/access-request.ts';
import { type Emergencies, emergencyRefused, withEmergency } from '../domain/emergencies.ts';
import { personIn, principalName } from '../domain/principal.ts';
import type { Dependencies } from './dependencies.ts';

export interface EmergencyRefused {
  readonly outcome: 'BREAK_GLASS_REFUSED';
  /** Says what would help. */
  readonly detail: string;
}

export type WeighedEmergency =
  /** The record to be written with the request. */
  { readonly outcome: 'COUNTED'; readonly emergencies: Emergencies } | EmergencyRefused;

/**
 * Whether one more emergency may be, judged by what is written at this moment and by no list, which may lag and shows
 * only so much: a chain of emergencies would be access that nobody ever approved.
 */
export const weighEmergency = async (
  { store, configuration }: Pick<Dependencies, 'store' | 'configuration'>,
  { id, target, requester, requestedAt }: Asked,
): Promise<WeighedEmergency> => {
  const person = personIn(configuration.people, principalName(requester));
  const before = await store.readEmergencies(target, person);
  const read = await Promise.all(before.requestIds.map((requestId) => store.read(requestId)));
  const known = read.filter((request) => request !== undefined);
  const detail = emergencyRefused(target, known, requestedAt);
  return detail === null
    ? { outcome: 'COUNTED', emergencies: withEmergency(before, known, id, requestedAt) }
    : { outcome: 'BREAK_GLASS_REFUSED', detail };
};
