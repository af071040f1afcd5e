import type { GroupRef } from '../domain/rule-key.ts';

/** Lets a function that may not touch EC2 have a group converged soon, by one that may. */
export interface ConvergeTrigger {
  /** Returns once the call is accepted, not when it is done. If it is lost, the sweeper does the work. */
  convergeSoon(group: GroupRef): Promise<void>;
}
