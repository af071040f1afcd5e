import type { Asked, Reminding } from './access-request.ts';
import type { Configuration, Target } from './configuration.ts';
import { MINUTE } from './instant.ts';

/** A grant's end is mentioned this long before it, in minutes. */
export const ENDING_SOON = 10;

type Settings = Pick<Configuration, 'reminders' | 'decideWithinMinutes'>;

/** When people are told once more of a request that is made now. */
export const remindingOf = (
  { requestedAt }: Pick<Asked, 'requestedAt'>,
  { escalateTo }: Pick<Target, 'escalateTo'>,
  { reminders, decideWithinMinutes }: Settings,
): Reminding => {
  const after = reminders?.afterMinutes ?? decideWithinMinutes / 4;
  const escalateAfter = reminders?.escalateAfterMinutes ?? Math.max(decideWithinMinutes / 2, after);
  const hasEscalation = escalateTo !== undefined && escalateTo.length > 0;
  return {
    remindAt: requestedAt + after * MINUTE,
    escalateAt: hasEscalation ? requestedAt + escalateAfter * MINUTE : null,
    endingSoonMinutes: reminders?.endingSoonMinutes ?? ENDING_SOON,
  };
};
