import { type Engine, loadEngine } from '../../adapters/cedar/engine.ts';
import type { CedarFile, PolicyFiles } from '../../adapters/cedar/policy-files.ts';
import { readPolicies, type WrittenPolicy } from '../../adapters/cedar/written-policy.ts';
import type { Configuration } from '../../domain/configuration.ts';
import { annotationProblems, strangeActions } from './annotation-findings.ts';
import { findingAt, findingOf, inOrder, type PolicyFinding } from './finding.ts';
import { strangeMailboxes } from './mailbox-findings.ts';
import { schemaFindings } from './schema-findings.ts';
import { unknownNames } from './unknown-names.ts';

const nameOf = ({ json }: WrittenPolicy): string =>
  json.annotations?.id === undefined ? '' : `${json.annotations.id}: `;

/** The engine says it of what can never apply; it says so too of what has errors, where it means nothing. */
const IMPOSSIBLE = 'policy is impossible';

/** What the engine's strict validation finds. It answers success all the same. */
const validated = (
  engine: Engine,
  schema: CedarFile,
  file: CedarFile,
  policies: readonly WrittenPolicy[],
): PolicyFinding[] => {
  const answer = engine.validate({
    schema: schema.text,
    policies: { staticPolicies: file.text },
    validationSettings: { mode: 'strict' },
  });
  if (answer.type === 'failure') return answer.errors.map((error) => findingOf(file, error, 'error'));
  const wrong = new Set(answer.validationErrors.map(({ policyId }) => policyId));
  const called = (ordinal: string) => {
    const policy = policies.find((each) => each.ordinal === ordinal);
    return policy ? nameOf(policy) : '';
  };
  return [
    ...answer.validationErrors.map(({ policyId, error }) =>
      findingOf(file, error, 'error', called(policyId)),
    ),
    ...answer.validationWarnings.flatMap(({ policyId, error }) => {
      if (wrong.has(policyId)) return [];
      if (!error.message.includes(IMPOSSIBLE)) return [];
      const never = {
        ...error,
        message: 'can never apply: no request is such that all of its conditions hold',
      };
      return [findingOf(file, never, 'warning', called(policyId))];
    }),
  ];
};

const written = (
  file: CedarFile,
  policies: readonly WrittenPolicy[],
  configuration: Configuration,
): PolicyFinding[] =>
  policies.flatMap((policy) => [
    ...annotationProblems(policy).map((message) =>
      findingAt(file, policy.offset, 'error', `${nameOf(policy)}${message}`),
    ),
    ...strangeMailboxes(policy).map(({ offset, message }) =>
      findingAt(file, policy.offset + offset, 'error', `${nameOf(policy)}${message}`),
    ),
    ...unknownNames(policy, configuration).map(({ offset, message }) =>
      findingAt(file, policy.offset + offset, 'warning', `${nameOf(policy)}${message}`),
    ),
  ]);

const onStrangeActions = (file: CedarFile, policies: readonly WrittenPolicy[]): PolicyFinding[] =>
  policies.flatMap((policy) =>
    strangeActions(policy).map((message) =>
      findingAt(file, policy.offset, 'error', `${nameOf(policy)}${message}`),
    ),
  );

const repeatedIds = (policies: readonly (readonly [CedarFile, WrittenPolicy])[]): PolicyFinding[] => {
  const first = new Map<string, string>();
  return policies.flatMap(([file, policy]) => {
    const id = policy.json.annotations?.id;
    if (id === undefined) return [];
    const other = first.get(id);
    first.set(id, other ?? file.file);
    if (other === undefined) return [];
    return [
      findingAt(file, policy.offset, 'error', `${id}: is the @id of another policy as well, in ${other}`),
    ];
  });
};

/**
 * Everything that is wrong with policies: against the schema, against the configuration, and with their annotations.
 * In the order of files and lines. Policies without an error may be used.
 */
export const checkPolicies = async (
  files: PolicyFiles,
  configuration: Configuration,
): Promise<readonly PolicyFinding[]> => checkPoliciesBy(await loadEngine(), files, configuration);

/** The same, by an engine that is loaded already. */
export const checkPoliciesBy = (
  engine: Engine,
  { schema, policies }: PolicyFiles,
  configuration: Configuration,
): readonly PolicyFinding[] => {
  const unusable = schemaFindings(engine, schema, configuration);
  if (unusable.length > 0) return unusable;
  const findings: PolicyFinding[] = [];
  const all: (readonly [CedarFile, WrittenPolicy])[] = [];
  for (const file of policies) {
    const read = readPolicies(engine, file);
    if (read.outcome === 'REFUSED') {
      findings.push(...read.errors.map((error) => findingOf(file, error, 'error')));
      continue;
    }
    const invalid = validated(engine, schema, file, read.policies);
    const isUnknown = invalid.some(({ message }) => message.includes('unrecognized action'));
    findings.push(
      ...invalid,
      ...(isUnknown ? [] : onStrangeActions(file, read.policies)),
      ...written(file, read.policies, configuration),
    );
    all.push(...read.policies.map((policy) => [file, policy] as const));
  }
  findings.push(...repeatedIds(all));
  return inOrder(findings);
};
