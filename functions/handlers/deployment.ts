import { assembledOnce } from '../runtime/aws/assembled-once.ts';
import { composeDeployment } from '../runtime/aws/deployment.ts';
import { answeringCloudFormation } from '../runtime/cloudformation/answer-cloudformation.ts';
import { answerBy } from '../runtime/cloudformation/put-answer.ts';
import { createDeploymentHandler } from './deployment/create-handler.ts';

/** Entry point of the function `deployment`. */
export const handler = answeringCloudFormation(
  assembledOnce(() => createDeploymentHandler(composeDeployment(process.env))),
  answerBy(process.env),
);
