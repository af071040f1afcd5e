import { readEnvironment } from '../environment.ts';
import { composeBase, type Variables } from './base.ts';
import { resumingWorkflow } from './resuming-workflow.ts';

/** The approval page and its calls: table, and word to the waiting execution. */
export const composeApprovals = (variables: Variables) => ({
  ...composeBase(readEnvironment('approvals', variables)),
  workflow: resumingWorkflow(),
});
