import type { DetailedError, PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { Engine } from './engine.ts';
import type { CedarFile } from './policy-files.ts';

/** One policy of a file. */
export interface WrittenPolicy {
  readonly file: string;
  readonly text: string;
  /** Where it begins in its file, in characters. */
  readonly offset: number;
  /** What the engine calls it as long as the file is read as a whole: `policy0` for the first. */
  readonly ordinal: string;
  readonly json: PolicyJson;
}

export type ReadPolicies =
  | { readonly outcome: 'READ'; readonly policies: readonly WrittenPolicy[] }
  | { readonly outcome: 'REFUSED'; readonly errors: readonly DetailedError[] };

/** Takes a file apart. Templates are refused: they are nothing until somebody links them, and nobody does. */
export const readPolicies = (engine: Engine, { file, text }: CedarFile): ReadPolicies => {
  const parts = engine.policySetTextToParts(text);
  if (parts.type === 'failure') return { outcome: 'REFUSED', errors: parts.errors };
  if (parts.policy_templates.length > 0) {
    const parsed = engine.checkParsePolicySet({ staticPolicies: text });
    return { outcome: 'REFUSED', errors: parsed.type === 'failure' ? parsed.errors : [] };
  }
  // The parts come in the alphabetical order of their ordinals: policy0, policy1, policy10, policy2.
  const ordinals = parts.policies.map((_, index) => `policy${index}`);
  const byOrdinal = new Map(
    ordinals.toSorted().map((ordinal, index) => [ordinal, parts.policies[index] ?? '']),
  );
  let offset = 0;
  const policies = ordinals.map((ordinal) => {
    const policy = byOrdinal.get(ordinal) ?? '';
    offset = Math.max(offset, text.indexOf(policy, offset));
    const written = { file, text: policy, offset, ordinal, json: jsonOf(engine, policy) };
    offset += policy.length;
    return written;
  });
  return { outcome: 'READ', policies };
};

const jsonOf = (engine: Engine, text: string): PolicyJson => {
  const answer = engine.policyToJson(text);
  if (answer.type === 'success') return answer.json;
  throw new Error(
    `A policy that was parsed cannot be read: ${answer.errors.map(({ message }) => message).join()}`,
  );
};
