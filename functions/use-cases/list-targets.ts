import type { Target } from '../domain/configuration.ts';
import { mayAsk } from '../domain/entitlement.ts';
import type { Principal } from '../domain/principal.ts';
import type { Dependencies } from './dependencies.ts';

/** The targets that the caller may ask for, be it only in an emergency. */
export const listTargets =
  ({ configuration }: Pick<Dependencies, 'configuration'>) =>
  async ({
    caller,
  }: {
    readonly caller: Principal;
  }): Promise<{ readonly outcome: 'LISTED'; readonly targets: readonly Target[] }> => ({
    outcome: 'LISTED',
    targets: configuration.targets.filter((target) =>
      [false, true].some((isBreakGlass) => mayAsk(target, caller, configuration, isBreakGlass)),
    ),
  });
