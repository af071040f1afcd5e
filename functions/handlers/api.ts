import { composeApi } from '../runtime/aws/api.ts';
import { assembledOnce } from '../runtime/aws/assembled-once.ts';
import { createApiHandler } from './api/create-handler.ts';

/** Entry point of the function `api`. */
export const handler = assembledOnce(async () => createApiHandler(await composeApi(process.env)));
