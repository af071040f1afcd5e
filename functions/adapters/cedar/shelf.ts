import type { ResourceConstraint } from '@cedar-policy/cedar-wasm/nodejs';
import type { Engine } from './engine.ts';
import type { PolicyFiles } from './policy-files.ts';
import { type ActionName, actionsOf, scopedActions, type Terms, termsOf, uidOf } from './terms.ts';
import { readPolicies, type WrittenPolicy } from './written-policy.ts';

/** Policies by what they can be about, so that the engine is not asked of those that cannot apply. */
export interface Shelf {
  readonly terms: ReadonlyMap<string, Terms>;
  /**
   * Names of the sets that together hold every policy that can apply to the action on the target: those about any
   * target, and those about this one. The engine has parsed each by then, once. Sets without a policy are left out.
   */
  readonly setsOf: (action: ActionName, target: string) => readonly string[];
}

/** Policies by `@id`. */
type Texts = Record<string, string>;

const ANY = '*';

/** The only target that a policy's scope allows; targets have no groups, so that `in` is `==`. */
const targetOf = (resource: ResourceConstraint): string => {
  if (resource.op !== '==' && resource.op !== 'in') return ANY;
  const { type, id } = 'entity' in resource ? uidOf(resource.entity) : { type: '', id: '' };
  return type === 'Postern::Target' ? id : ANY;
};

const everyPolicy = (engine: Engine, { policies }: PolicyFiles): readonly WrittenPolicy[] =>
  policies.flatMap((file) => {
    const read = readPolicies(engine, file);
    if (read.outcome === 'REFUSED') throw new Error(`Not checked: ${file.file} cannot be parsed`);
    return read.policies;
  });

/**
 * Sorts policies that were checked. Throws where they were not.
 *
 * @param version names the sets in the engine: equal versions must be equal policies
 */
export const shelve = (engine: Engine, files: PolicyFiles, version: string): Shelf => {
  const terms = new Map<string, Terms>();
  const sets = new Map<string, Texts>();
  for (const { json, text } of everyPolicy(engine, files)) {
    const found = termsOf(json);
    if (terms.has(found.id)) throw new Error(`Not checked: ${found.id} is the @id of two policies`);
    terms.set(found.id, found);
    const scope = scopedActions(json.action);
    if (scope !== null && actionsOf(json).length < scope.length) {
      throw new Error(`Not checked: ${found.id} is about actions that Postern never asks of`);
    }
    for (const action of actionsOf(json)) {
      const key = `${action} ${targetOf(json.resource)}`;
      const texts = sets.get(key) ?? {};
      texts[found.id] = text;
      sets.set(key, texts);
    }
  }

  const parsed = new Set<string>();
  const nameOf = (key: string): readonly string[] => {
    const texts = sets.get(key);
    if (texts === undefined) return [];
    const name = `${version} ${key}`;
    if (!parsed.has(name)) {
      const answer = engine.preparsePolicySet(name, { staticPolicies: texts });
      if (answer.type === 'failure') throw new Error(`Not checked: ${answer.errors[0]?.message}`);
      parsed.add(name);
    }
    return [name];
  };
  return {
    terms,
    setsOf: (action, target) => [...nameOf(`${action} ${ANY}`), ...nameOf(`${action} ${target}`)],
  };
};
