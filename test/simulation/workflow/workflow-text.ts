import { readFileSync } from 'node:fs';

/** The definition that is deployed, as it stands in its file. */
export const WORKFLOW_TEXT = readFileSync(
  new URL('../../../infra/workflow/access-request.asl.json', import.meta.url),
  'utf8',
);
