import { type LeftOpen, leftOpenIn } from '../domain/left-open.ts';
import type { GroupStore } from '../ports/access-store.ts';

/** Everything that is open, opening or closing, in every group that was ever written. Changes nothing. */
export const findLeftOpen = (store: GroupStore) => async (): Promise<readonly LeftOpen[]> => {
  const open: LeftOpen[] = [];
  // One after another: few calls, once a deployment, and none of them throttles who closes ports.
  for (const group of await store.registeredGroups()) open.push(...leftOpenIn(await store.readGroup(group)));
  return open;
};
