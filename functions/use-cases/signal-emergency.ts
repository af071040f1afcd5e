import type { AccessRequest } from '../domain/access-request.ts';
import { signalOnce } from './signal-once.ts';

/** The event that says it is a request's first. Marks in the table have this id: it does not change. */
const SIGNAL_ID = '1:break_glass_opened:signal';

/**
 * Says that somebody broke the glass. Two come to it, each on its own: the publisher, by the event in the table's stream,
 * and, where that does not flow, the timekeeper. Both know by the same mark whether it was said.
 */
export const signalEmergency = async (
  dependencies: Parameters<typeof signalOnce>[0],
  { id: requestId, target }: Pick<AccessRequest, 'id' | 'target'>,
): Promise<void> =>
  await signalOnce(dependencies, SIGNAL_ID, { code: 'BREAK_GLASS_OPENED', requestId, target });
