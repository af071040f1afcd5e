import { assembledOnce } from '../runtime/aws/assembled-once.ts';
import { composeRules } from '../runtime/aws/rules.ts';
import { createSweeperHandler } from './sweeper/create-handler.ts';

/** Entry point of the function `sweeper`. */
export const handler = assembledOnce(async () =>
  createSweeperHandler(await composeRules('sweeper', process.env)),
);
