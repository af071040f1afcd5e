import { createHash } from 'node:crypto';
import { parseStateMachine, type StateMachine } from './definition.ts';
import type { Json } from './json.ts';

export interface LoadedDefinition {
  /** SHA-256 of the text, in hexadecimal: an execution keeps running on the definition that it began with. */
  readonly digest: string;
  /** JSON with every placeholder replaced. */
  readonly text: string;
  readonly machine: StateMachine;
}

/**
 * @param text the Amazon States Language file
 * @param substitutions values for its `${Placeholder}`s, as `definitionSubstitutions` of CloudFormation
 * @throws where the text is no JSON, a placeholder has no value, or anything in it is not interpreted
 */
export function loadDefinition(
  text: string,
  substitutions: Readonly<Record<string, string>> = {},
): LoadedDefinition {
  const substituted = substitute(JSON.parse(text) as Json, substitutions);
  const canonical = JSON.stringify(substituted);
  const digest = createHash('sha256').update(canonical).digest('hex');
  return { digest, text: canonical, machine: parseStateMachine(substituted) };
}

function substitute(value: Json, substitutions: Readonly<Record<string, string>>): Json {
  if (typeof value === 'string') {
    return value.replaceAll(/\$\{([^}]*)\}/g, (placeholder, name: string) => {
      const replacement = Object.hasOwn(substitutions, name) ? substitutions[name] : undefined;
      if (replacement === undefined) throw new Error(`The workflow has no value for ${placeholder}.`);
      return replacement;
    });
  }
  if (Array.isArray(value)) return value.map((item) => substitute(item, substitutions));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, substitute(item, substitutions)]),
  );
}
