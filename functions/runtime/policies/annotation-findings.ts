import { ACTIONS, ANNOTATIONS, actionsOf, scopedActions } from '../../adapters/cedar/terms.ts';
import type { WrittenPolicy } from '../../adapters/cedar/written-policy.ts';
import { didYouMean } from '../configuration/closest.ts';

const KNOWN = Object.keys(ANNOTATIONS);

const malformed = ({ annotations = {} }: WrittenPolicy['json']): string[] =>
  Object.entries(annotations).flatMap(([name, value]) => {
    if (!Object.hasOwn(ANNOTATIONS, name)) {
      return [`@${name} is not known${didYouMean(name, KNOWN) || `; known: ${KNOWN.join(', ')}`}`];
    }
    const { pattern, expected } = ANNOTATIONS[name as keyof typeof ANNOTATIONS];
    return pattern.test(value ?? '')
      ? []
      : [`@${name}: expected ${expected}, found ${JSON.stringify(value)}`];
  });

/** What a policy must say of itself, and must not. The engine takes no notice of annotations: this is ours to check. */
const terms = ({ json }: WrittenPolicy): string[] => {
  const { effect, annotations = {} } = json;
  const actions = actionsOf(json);
  const permits = (action: (typeof ACTIONS)[number]) => effect === 'permit' && actions.includes(action);
  const scope = scopedActions(json.action);
  const rule = (isBroken: boolean, message: string) => (isBroken ? [message] : []);
  return [
    ...rule(annotations.id === undefined, 'needs an @id, by which records and answers name it'),
    ...rule(
      permits('autoApprove') && annotations.maxMinutes === undefined,
      scope === null
        ? 'permits autoApprove as well: name the action, or give it @maxMinutes'
        : 'needs @maxMinutes: the longest that it opens by itself',
    ),
    ...rule(
      annotations.maxMinutes !== undefined && !permits('autoApprove'),
      '@maxMinutes is only for what permits autoApprove',
    ),
    ...rule(
      annotations.approvals !== undefined && !permits('request'),
      '@approvals is only for what permits request',
    ),
    ...rule(
      permits('deny') && scope !== null,
      'permits deny, which means nothing: what must not be, forbid it',
    ),
  ];
};

/** What is wrong with a policy's annotations, each in a sentence. */
export const annotationProblems = (policy: WrittenPolicy): readonly string[] => [
  ...malformed(policy.json),
  ...terms(policy),
];

/** Actions that the schema knows and Postern never asks of: a policy on one would be without effect. */
export const strangeActions = ({ json }: WrittenPolicy): readonly string[] => {
  const strange = (scopedActions(json.action) ?? []).filter(
    (name) => !(ACTIONS as readonly string[]).includes(name),
  );
  return strange.map(
    (name) =>
      `names ${name}, of which Postern never asks: name ${ACTIONS.join(', ')}, or leave the action open`,
  );
};
