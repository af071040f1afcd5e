import { SECOND } from '../../../functions/domain/instant.ts';
import { WORKFLOW_TEXT } from './workflow-text.ts';

interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly MaxDelaySeconds: number;
}

/** Milliseconds that the workflow may rest after a function failed while closing, as its file says. */
export const longestRest = (text = WORKFLOW_TEXT): number => {
  const { States } = JSON.parse(text) as { States: Record<string, { Retry?: readonly Retrier[] }> };
  const retriers = States['Revoke grant']?.Retry ?? [];
  return Math.max(0, ...retriers.map(({ MaxDelaySeconds }) => MaxDelaySeconds)) * SECOND;
};
