import type { Mutation } from './mutation.ts';

const DYNAMODB = { part: 'DynamoDB adapter', suites: ['test/adapters/aws/dynamodb'] };
const EC2 = { part: 'EC2 adapter', suites: ['test/adapters/aws/ec2'] };
const SES = { part: 'SES adapter', suites: ['test/adapters/aws/ses'] };
const STEPS = { part: 'Step Functions adapter', suites: ['test/adapters/aws/step-functions'] };
const WORKFLOW = { part: 'Workflow (ASL)', suites: ['test/conformance/workflow'] };
const RUNNER = { part: 'Local ASL runner', suites: ['test/conformance/workflow', 'test/adapters/local/asl'] };
const SQLITE = { part: 'SQLite adapter', suites: ['test/adapters/local/sqlite'] };
const GATE = { part: 'Local gate', suites: ['test/adapters/local/gate'] };
const STACK = { part: 'Stack', suites: ['test/infra'] };
const GUARD = {
  part: 'Guard of a deployment',
  suites: ['test/infra/guard.test.ts', 'test/handlers/deployment.test.ts', 'test/domain/left-open.test.ts'],
};

const dynamoDb = (file: string) => `functions/adapters/aws/dynamodb/${file}`;
const ingressRules = 'functions/adapters/aws/ec2/ingress-rules.ts';
const stepFunctions = 'functions/adapters/aws/step-functions/workflow.ts';
const asl = 'infra/workflow/access-request.asl.json';

export const MUTATIONS: readonly Mutation[] = [
  {
    ...DYNAMODB,
    broken: 'The condition on the version of a group or request is dropped',
    file: dynamoDb('conditions.ts'),
    from: "ConditionExpression: '#record.#version = :version'",
    to: "ConditionExpression: '#record.#version = :version OR attribute_exists(#record)'",
  },
  {
    ...DYNAMODB,
    broken: 'A link that is spent may be spent again',
    file: dynamoDb('conditions.ts'),
    from: "const unspent = 'attribute_type(#record.#spentAt, :null)'",
    to: "const unspent = 'attribute_exists(#record) OR attribute_type(#record.#spentAt, :null)'",
  },
  {
    ...DYNAMODB,
    broken: 'A conflict between two transactions is thrown instead of answered',
    file: dynamoDb('commit.ts'),
    from: "['ConditionalCheckFailed', 'TransactionConflict']",
    to: "['ConditionalCheckFailed']",
  },
  {
    ...DYNAMODB,
    broken: 'An idempotency key that has run out still counts',
    file: dynamoDb('conditions.ts'),
    from: "[nothingThere, forgotten].join(' OR ')",
    to: "[nothingThere, forgotten].join(' AND ')",
  },
  {
    ...EC2,
    broken: 'The deployment tag is forgotten',
    file: ingressRules,
    from: 'Tags: [{ Key: DEPLOYMENT_TAG, Value: this.#deployment }],',
    to: 'Tags: [],',
  },
  {
    ...EC2,
    broken: 'The ledger id is left out of the description',
    file: ingressRules,
    from: '{ IpRanges: [{ CidrIp: source.cidr, Description }] }',
    to: '{ IpRanges: [{ CidrIp: source.cidr }] }',
  },
  {
    ...EC2,
    broken: 'A duplicate is taken for an opening of ours',
    file: 'functions/adapters/aws/ec2/errors.ts',
    from: "if (meaning === 'DUPLICATE') return { outcome: meaning };",
    to: "if (meaning === 'DUPLICATE') return { outcome: 'OPENED', ruleId: 'sgr-0' };",
  },
  {
    ...EC2,
    broken: 'IPv6 sources are sent as IPv4',
    file: ingressRules,
    from: "source.family === 'ipv6'",
    to: "source.cidr.includes('%')",
  },
  {
    ...EC2,
    broken: 'A security group of another account is taken for one of ours',
    file: 'functions/adapters/aws/ec2/stored-rule.ts',
    from: 'group.UserId === (owner ?? account)',
    to: "group.UserId !== ''",
  },
  {
    ...EC2,
    broken: 'A group that is the source and missing is taken for the one that is opened',
    file: 'functions/adapters/aws/ec2/errors.ts',
    from: '!detail.includes(group)',
    to: 'detail.includes(group)',
  },
  {
    ...EC2,
    broken: 'Rules of egress are listed as well',
    file: ingressRules,
    from: 'SecurityGroupRules.filter(isIngress).map(',
    to: 'SecurityGroupRules.map(',
  },
  {
    ...EC2,
    broken: 'All ids that were asked for count as revoked, whatever EC2 answered',
    file: ingressRules,
    from: 'ruleIds: revoked.flatMap(({ SecurityGroupRuleId: id }) => id ?? [])',
    to: 'ruleIds: [...ruleIds]',
  },
  {
    ...SES,
    broken: 'Mails of one request make no thread',
    file: 'functions/adapters/aws/ses/message.ts',
    from: '    inReplyTo: root,\n    references: root,\n',
    to: '',
  },
  {
    ...SES,
    broken: 'A refusal for good counts as one that may pass',
    file: 'functions/adapters/aws/ses/ses-mailer.ts',
    from: "outcome: refused ? 'REFUSED' : 'UNAVAILABLE', detail",
    to: "outcome: 'UNAVAILABLE', detail",
  },
  {
    ...STEPS,
    broken: 'A name that is taken is an error',
    file: stepFunctions,
    from: "if (error instanceof ExecutionAlreadyExists) return 'ALREADY_STARTED';",
    to: '',
  },
  {
    ...STEPS,
    broken: 'A token that timed out is an error',
    file: stepFunctions,
    from: '[TaskTimedOut, TaskDoesNotExist, InvalidToken]',
    to: '[InvalidToken]',
  },
  {
    ...WORKFLOW,
    broken: 'The Catch of activating is dropped',
    file: asl,
    from: `"Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.failure", "Next": "Revoke grant" }],`,
    to: '',
  },
  {
    ...WORKFLOW,
    broken: 'Whether activating answered at all is not asked',
    file: asl,
    from: `{ "Variable": "$.activation.answer.outcome", "IsPresent": true },`,
    to: '',
  },
  {
    ...WORKFLOW,
    broken: 'The time-out of a decision leads to the failed execution',
    file: asl,
    from: `"ResultPath": "$.failure", "Next": "Expire undecided request" }`,
    to: `"ResultPath": "$.failure", "Next": "Decision unknown" }`,
  },
  {
    ...WORKFLOW,
    broken: 'A rejection goes on to open',
    file: asl,
    from: '"Default": "Not approved"',
    to: '"Default": "Wait for start"',
  },
  {
    ...RUNNER,
    broken: 'Waits end at once',
    file: 'functions/adapters/local/asl/act.ts',
    from: "{ kind: 'WAITING', until: waitUntil(state, execution) }",
    to: "{ kind: 'WAITING', until: execution.current.enteredAt }",
  },
  {
    ...RUNNER,
    broken: 'A retrier gives one attempt too many',
    file: 'functions/adapters/local/asl/error-policy.ts',
    from: 'before >= retrier.MaxAttempts',
    to: 'before > retrier.MaxAttempts',
  },
  {
    ...SQLITE,
    broken: 'A group is written whatever its version',
    file: 'functions/adapters/local/sqlite/group-rows.ts',
    from: 'return this.#version(groupKey(group)) === basedOn;',
    to: 'return this.#version(groupKey(group)) >= 0 || basedOn >= 0;',
  },
  {
    ...GATE,
    broken: 'Ports stay open when their rule is gone',
    file: 'functions/adapters/local/gate/group-rules.ts',
    from: '      else listener.close();\n',
    to: '',
  },
  {
    ...STACK,
    broken: 'Deletion protection of the table is off',
    file: 'infra/constructs/table.ts',
    from: 'deletionProtection: true',
    to: 'deletionProtection: false',
  },
  {
    ...STACK,
    broken: 'The sweeper may not read the group partition',
    file: 'infra/rights/table-rights.ts',
    from: "items: { request: KEEPING_REQUESTS, group: CONVERGING, registry: ['PutItem', 'Query'] },",
    to: "items: { request: KEEPING_REQUESTS, group: ['PutItem', 'DeleteItem'], registry: ['PutItem', 'Query'] },",
  },
  {
    ...STACK,
    broken: 'Authorizing is bound to no group',
    file: 'infra/rights/security-group-rights.ts',
    from: "resources: groups.map((group) => arn(scope, 'security-group', group, group.groupId)),",
    to: "resources: ['*'],",
  },
  {
    ...GUARD,
    broken: 'A rule that is not known to be gone counts as gone, where its grant is on no record',
    file: 'functions/domain/left-open.ts',
    from: "state !== 'SETTLED' && !known.has(grantId)",
    to: 'known.has(grantId)',
  },
  {
    ...GUARD,
    broken: 'A target that moved to another group counts as still there',
    file: 'functions/domain/left-open.ts',
    from: '!groups.has(groupKey(group)) || (target !== null',
    to: '(target === null && !groups.has(groupKey(group))) || (target !== null',
  },
  {
    ...GUARD,
    broken: 'Roles and functions change before the configuration is asked about',
    file: 'infra/constructs/functions.ts',
    from: '  for (const each of Object.values(others)) each.node.addDependency(deployed);\n',
    to: '',
  },
  {
    ...GUARD,
    broken: 'What a guard guards does not wait for it',
    file: 'infra/constructs/guard.ts',
    from: '    resource.node.addDependency(...guarded);\n',
    to: '',
  },
];
