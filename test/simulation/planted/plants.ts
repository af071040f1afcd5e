import { IN_ALARMS } from './in-alarms.ts';
import { IN_ANSWERS } from './in-answers.ts';
import { IN_CLOSING } from './in-closing.ts';
import { IN_EMERGENCIES } from './in-emergencies.ts';
import { IN_ENTITLEMENT } from './in-entitlement.ts';
import { IN_OPENING } from './in-opening.ts';
import { IN_RECORDS } from './in-records.ts';
import type { Plant } from './plant.ts';

/** Every mistake that the simulation must find. */
export const PLANTS: readonly Plant[] = [
  ...IN_CLOSING,
  ...IN_ANSWERS,
  ...IN_OPENING,
  ...IN_RECORDS,
  ...IN_EMERGENCIES,
  ...IN_ENTITLEMENT,
  ...IN_ALARMS,
];

export const plantNamed = (name: string): Plant => {
  const plant = PLANTS.find((known) => known.name === name);
  if (!plant) throw new Error(`Nothing is planted by the name of ${name}`);
  return plant;
};
