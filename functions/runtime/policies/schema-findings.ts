import type { Engine } from '../../adapters/cedar/engine.ts';
import { actionUid, contextOf, principalEntity, targetEntity } from '../../adapters/cedar/entities.ts';
import type { CedarFile } from '../../adapters/cedar/policy-files.ts';
import { ACTIONS } from '../../adapters/cedar/terms.ts';
import type { Configuration, Target } from '../../domain/configuration.ts';
import type { Principal } from '../../domain/principal.ts';
import { findingAt, findingOf, type PolicyFinding } from './finding.ts';

const ASKING: readonly Principal[] = [
  { kind: 'person', email: 'somebody@example.com', groups: ['some-group'] },
  { kind: 'machine', name: 'some-machine', owners: ['somebody@example.com'] },
];

const TARGET: Target = {
  name: 'some-target',
  description: '',
  owner: '',
  group: { account: '111122223333', region: 'eu-central-1', groupId: 'sg-0a1b2c3d4e5f60718' },
  ports: [{ protocol: 'tcp', fromPort: 1, toPort: 1 }],
  allowedSources: [],
  minimumPrefix: { ipv4: 32, ipv6: 128 },
  sourceDefault: null,
  maxMinutes: 1,
  requesters: [],
  approvers: [],
  requiredApprovals: 1,
  retired: false,
};

const CONTEXT = contextOf(
  {
    requester: { kind: 'person', email: 'somebody@example.com', groups: [] },
    target: TARGET,
    access: {
      group: TARGET.group,
      permissions: [{ protocol: 'tcp', fromPort: 1, toPort: 1, source: '192.0.2.1/32' }],
    },
    durationMinutes: 1,
    at: 0,
    ticket: 'OPS-1',
    history: { hadBefore: false, openGrants: 0 },
    breakGlass: false,
  },
  { weekday: 'monday', minuteOfDay: 0 },
);

/** What is wrong with the schema: as such, and for what Postern fills in. Else every decision would fail. */
export const schemaFindings = (
  engine: Engine,
  schema: CedarFile,
  configuration: Configuration,
): readonly PolicyFinding[] => {
  const parsed = engine.checkParseSchema(schema.text);
  if (parsed.type === 'failure') return parsed.errors.map((error) => findingOf(schema, error, 'error'));
  const entities = [
    ...ASKING.map((principal) => principalEntity(principal, { ...configuration, groups: {} })),
    targetEntity(TARGET),
  ];
  const answers = [
    engine.checkParseEntities({ entities, schema: schema.text }),
    ...ACTIONS.map((action) =>
      engine.checkParseContext({ context: CONTEXT, schema: schema.text, action: actionUid(action) }),
    ),
  ];
  const messages = answers.flatMap((answer) =>
    answer.type === 'failure' ? answer.errors.map(({ message }) => message) : [],
  );
  return [...new Set(messages)].map((message) =>
    findingAt(schema, 0, 'error', `does not take what Postern fills in: ${message}`),
  );
};
