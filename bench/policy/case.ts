import { readFileSync } from 'node:fs';
import type { PolicyFiles } from '../../functions/adapters/cedar/policy-files.ts';
import type { Configuration, Target } from '../../functions/domain/configuration.ts';
import type { PolicyQuestion } from '../../functions/ports/policy.ts';
import { aConfiguration, ORDERS, person } from '../../test/support/world.ts';

export interface PolicyCase {
  readonly configuration: Configuration;
  readonly files: PolicyFiles;
  readonly questionOn: (index: number) => PolicyQuestion;
}

/** Of three policies one asks people, one opens by itself on weekdays, and one forbids; each on a target of its own. */
const policyOn = (target: string, index: number): string => {
  const scope = `principal in Postern::Group::"engineering"`;
  const resource = `resource == Postern::Target::"${target}"`;
  switch (index % 3) {
    case 0:
      return `@id("ask-${index}") permit (${scope}, action == Postern::Action::"request", ${resource});`;
    case 1:
      return (
        `@id("open-${index}") @maxMinutes("30") permit (${scope}, action == Postern::Action::"autoApprove", ${resource})` +
        ' when { context.sourceFreeBits == 0 && context.weekday != Postern::Weekday::"sunday" };'
      );
    default:
      return (
        `@id("never-${index}") forbid (principal, action, ${resource})` +
        ' when { !context.source.isInRange(ip("10.0.0.0/8")) || context.openGrants > 3 };'
      );
  }
};

/** As many policies as targets. */
export const policyCase = (size: number): PolicyCase => {
  const targets: readonly Target[] = Array.from({ length: size }, (_, index) => ({
    ...ORDERS,
    name: `target-${index}`,
  }));
  const schema = { file: 'schema', text: readFileSync('config/policies/postern.cedarschema', 'utf8') };
  const text = targets.map(({ name }, index) => policyOn(name, index)).join('\n');
  return {
    configuration: aConfiguration({ targets }),
    files: { schema, policies: [{ file: 'policies', text }] },
    questionOn: (index) => {
      const target = targets[index % size] ?? ORDERS;
      return {
        requester: { ...person('alice'), groups: ['engineering'] } as PolicyQuestion['requester'],
        target,
        access: {
          group: target.group,
          permissions: [{ protocol: 'tcp', fromPort: 5432, toPort: 5432, source: '10.20.30.40/32' }],
        },
        durationMinutes: 30,
        at: Date.UTC(2026, 10, 23, 9),
        ticket: 'OPS-1',
        history: { hadBefore: true, openGrants: 1 },
        breakGlass: false,
      };
    },
  };
};
