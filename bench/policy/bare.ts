import type { CheckParseAnswer, StatefulAuthorizationCall } from '@cedar-policy/cedar-wasm/nodejs';
import { loadEngine } from '../../functions/adapters/cedar/engine.ts';
import {
  actionUid,
  contextOf,
  principalEntity,
  targetEntity,
} from '../../functions/adapters/cedar/entities.ts';
import type { PolicyCase } from './case.ts';

const NAME = 'bare';

const mustBeParsed = (answer: CheckParseAnswer): void => {
  if (answer.type === 'failure') throw new Error(answer.errors[0]?.message);
};

/**
 * The engine by itself: policies and schema parsed by it in one piece, and questions that were made beforehand, of the
 * three actions in turn. Answers how to ask the next one.
 */
export const bareEngine = async ({ configuration, files, questionOn }: PolicyCase): Promise<() => void> => {
  const engine = await loadEngine();
  mustBeParsed(engine.preparseSchema(NAME, files.schema.text));
  mustBeParsed(engine.preparsePolicySet(NAME, { staticPolicies: files.policies[0]?.text ?? '' }));
  const calls = configuration.targets.flatMap((target, index): StatefulAuthorizationCall[] => {
    const question = questionOn(index);
    const principal = principalEntity(question.requester, configuration);
    const resource = targetEntity(target);
    return ['deny', 'autoApprove', 'request'].map((action) => ({
      principal: principal.uid,
      action: actionUid(action),
      resource: resource.uid,
      context: contextOf(question, { weekday: 'monday', minuteOfDay: 540 }),
      entities: [principal, resource],
      preparsedSchemaName: NAME,
      validateRequest: true,
      preparsedPolicySetId: NAME,
    }));
  });
  let next = 0;
  return () => {
    const call = calls[next % calls.length];
    next += 1;
    if (call === undefined || engine.statefulIsAuthorized(call).type === 'failure')
      throw new Error('No answer');
  };
};
