import { composeAskApprovers } from '../runtime/aws/ask-approvers.ts';
import { assembledOnce } from '../runtime/aws/assembled-once.ts';
import { createAskApproversHandler } from './ask-approvers/create-handler.ts';

/** Entry point of the function `ask-approvers`. */
export const handler = assembledOnce(async () =>
  createAskApproversHandler(await composeAskApprovers(process.env)),
);
