import { composeApprovals } from '../runtime/aws/approvals.ts';
import { assembledOnce } from '../runtime/aws/assembled-once.ts';
import { createApprovalsHandler } from './approvals/create-handler.ts';

/** Entry point of the function `approvals`. */
export const handler = assembledOnce(async () => createApprovalsHandler(await composeApprovals(process.env)));
