import { assembledOnce } from '../runtime/aws/assembled-once.ts';
import { composePublisher } from '../runtime/aws/publisher.ts';
import { createPublisherHandler } from './publisher/create-handler.ts';

/** Entry point of the function `publisher`. */
export const handler = assembledOnce(async () => createPublisherHandler(await composePublisher(process.env)));
