import { assembledOnce } from '../runtime/aws/assembled-once.ts';
import { composeRules } from '../runtime/aws/rules.ts';
import { createIngressHandler } from './ingress/create-handler.ts';

/** Entry point of the function `ingress`. */
export const handler = assembledOnce(() => createIngressHandler(composeRules('ingress', process.env)));
