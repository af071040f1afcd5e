import { assembledOnce } from '../runtime/aws/assembled-once.ts';
import { composeTimekeeper } from '../runtime/aws/timekeeper.ts';
import { createTimekeeperHandler } from './timekeeper/create-handler.ts';

/** Entry point of the function `timekeeper`. */
export const handler = assembledOnce(async () =>
  createTimekeeperHandler(await composeTimekeeper(process.env)),
);
