import type { Instant } from '../../../domain/instant.ts';
import type { RunningExecution } from './execution.ts';
import { inPhase } from './transitions.ts';

/**
 * The execution as a new process takes it up. A function whose call was cut off is called again: for a plain task
 * that is a fresh attempt, for a handover it is the same token under the same deadline. Everything else goes on.
 */
export function reopened(execution: RunningExecution, now: Instant): RunningExecution {
  const { phase } = execution.current;
  if (phase.kind === 'INVOKING') return inPhase(execution, { kind: 'READY', at: now });
  if (phase.kind !== 'AWAITING_TOKEN' || phase.handedOver) return execution;
  const { token, deadline } = phase;
  if (deadline !== undefined && deadline.at <= now) return execution;
  const handover = { token, ...(deadline === undefined ? {} : { deadline }) };
  return inPhase(execution, { kind: 'READY', at: now, handover });
}
