import type { Configuration, Target } from '../../domain/configuration.ts';
import type { PolicyQuestion } from '../../ports/policy.ts';
import { loadEngine } from './engine.ts';
import { actionUid, contextOf, principalEntity, targetEntity } from './entities.ts';
import { localTimeIn } from './local-time.ts';
import type { PolicyFiles } from './policy-files.ts';
import { shelve } from './shelf.ts';
import type { ActionName, Terms } from './terms.ts';

/** What the policies say of one action. */
export interface Ruling {
  readonly isPermitted: boolean;
  /** The policies that determined it, by id: permissions where it is permitted, else what forbids it, if anything. */
  readonly by: readonly Terms[];
  /** Ids of policies that could not be evaluated. The engine passes them by, a `forbid` included. */
  readonly failed: readonly string[];
}

export interface JudgeOptions extends PolicyFiles {
  readonly configuration: Configuration;
  readonly timeZone: string;
  /** Digest of the policies: under this name the engine keeps what it has parsed. */
  readonly version: string;
}

/** Answers rulings on one question. */
export type Judge = (question: PolicyQuestion) => (action: ActionName) => Ruling;

/** What one set of policies answers, of all that can apply. */
interface Answered {
  readonly decision: 'allow' | 'deny';
  readonly reason: readonly string[];
  readonly failed: readonly string[];
}

/** As Cedar would have ruled on all sets in one: any `forbid` denies; else any permission permits. */
const together = (answers: readonly Answered[], terms: ReadonlyMap<string, Terms>): Ruling => {
  const forbidding = answers.filter(({ decision, reason }) => decision === 'deny' && reason.length > 0);
  const permitting = answers.filter(({ decision }) => decision === 'allow');
  const determining = forbidding.length > 0 ? forbidding : permitting;
  const sorted = (ids: readonly string[]) => ids.toSorted();
  return {
    isPermitted: forbidding.length === 0 && permitting.length > 0,
    by: sorted(determining.flatMap(({ reason }) => reason)).flatMap((id) => terms.get(id) ?? []),
    failed: sorted(answers.flatMap(({ failed }) => failed)),
  };
};

/** Loads the engine and parses everything, once. */
export const openCourt = async (options: JudgeOptions): Promise<Judge> => {
  const { configuration, timeZone, version } = options;
  const engine = await loadEngine();
  const schema = engine.preparseSchema(version, options.schema.text);
  if (schema.type === 'failure') throw new Error(`Not checked: ${schema.errors[0]?.message}`);
  const { terms, setsOf } = shelve(engine, options, version);
  const localTime = localTimeIn(timeZone);
  const targets = new Map(configuration.targets.map((target) => [target, targetEntity(target)]));
  const entityOf = (target: Target) => targets.get(target) ?? targetEntity(target);

  return (question) => {
    const principal = principalEntity(question.requester, configuration);
    const resource = entityOf(question.target);
    const context = contextOf(question, localTime(question.at));
    const ask = (action: ActionName, set: string): Answered => {
      const answer = engine.statefulIsAuthorized({
        principal: principal.uid,
        action: actionUid(action),
        resource: resource.uid,
        context,
        entities: [principal, resource],
        preparsedSchemaName: version,
        validateRequest: true,
        preparsedPolicySetId: set,
      });
      if (answer.type === 'failure') {
        throw new Error(
          `The policies cannot be asked: ${answer.errors.map(({ message }) => message).join('; ')}`,
        );
      }
      const { decision, diagnostics } = answer.response;
      const failed = diagnostics.errors.map(({ policyId }) => policyId);
      return { decision, reason: diagnostics.reason, failed };
    };
    const rule = (action: ActionName): Ruling =>
      together(
        setsOf(action, question.target.name).map((set) => ask(action, set)),
        terms,
      );
    const rulings = new Map<ActionName, Ruling>();
    return (action) => {
      const ruling = rulings.get(action) ?? rule(action);
      rulings.set(action, ruling);
      return ruling;
    };
  };
};
