import { assembledOnce } from '../runtime/aws/assembled-once.ts';
import { composeIngress } from '../runtime/aws/ingress.ts';
import { createIngressHandler } from './ingress/create-handler.ts';

/** Entry point of the function `ingress`. */
export const handler = assembledOnce(async () => createIngressHandler(await composeIngress(process.env)));
