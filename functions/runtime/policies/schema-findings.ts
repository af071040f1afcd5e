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

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const SOURCES = ['192.0.2.1/32', '2001:db8::1/128', 'sg-0a1b2c3d4e5f60718', 'pl-0a1b2c3d4e5f60718'];

const contextWith = (
  source: string,
  ticket: string | null,
  weekday: (typeof WEEKDAYS)[number],
): ReturnType<typeof contextOf> =>
  contextOf(
    {
      requester: { kind: 'person', email: 'somebody@example.com', groups: [] },
      target: TARGET,
      access: {
        group: TARGET.group,
        permissions: [{ protocol: 'tcp', fromPort: 1, toPort: 1, source }],
      },
      durationMinutes: 1,
      at: 0,
      ticket,
      history: { hadBefore: false, openGrants: 0 },
      breakGlass: false,
    },
    { weekday, minuteOfDay: 0 },
  );

/** Every form that what Postern fills in may take: each kind of source, each weekday, with a ticket and without. */
const CONTEXTS = [
  ...SOURCES.map((source) => contextWith(source, 'OPS-1', 'monday')),
  ...WEEKDAYS.map((weekday) => contextWith('192.0.2.1/32', null, weekday)),
];

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
    ...ACTIONS.flatMap((action) =>
      CONTEXTS.map((context) =>
        engine.checkParseContext({ context, schema: schema.text, action: actionUid(action) }),
      ),
    ),
  ];
  const messages = answers.flatMap((answer) =>
    answer.type === 'failure' ? answer.errors.map(({ message }) => message) : [],
  );
  return [...new Set(messages)].map((message) =>
    findingAt(schema, 0, 'error', `does not take what Postern fills in: ${message}`),
  );
};
