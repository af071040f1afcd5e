import { readFileSync } from 'node:fs';
import { WORKFLOW_FILE } from '../../../functions/runtime/workflow-functions.ts';

/** The definition that is deployed, as it stands in its file. */
export const WORKFLOW_TEXT = readFileSync(WORKFLOW_FILE, 'utf8');
