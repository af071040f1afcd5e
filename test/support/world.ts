import { configuredPolicy } from '../../functions/adapters/configuration/configured-policy.ts';
import { openSqliteStore } from '../../functions/adapters/local/sqlite/sqlite-access-store.ts';
import type { AccessRequest } from '../../functions/domain/access-request.ts';
import type { Configuration, Target } from '../../functions/domain/configuration.ts';
import { MINUTE, SECOND } from '../../functions/domain/instant.ts';
import type { Principal } from '../../functions/domain/principal.ts';
import type { Consistency } from '../../functions/ports/ingress-rules.ts';
import type { Mail, MailAnswer } from '../../functions/ports/mailer.ts';
import type { Signal } from '../../functions/ports/signals.ts';
import type { WorkflowDecision, WorkflowInput } from '../../functions/ports/workflow.ts';
import { activateGrant } from '../../functions/use-cases/activate-grant.ts';
import { convergeGroup } from '../../functions/use-cases/converge/converge-group.ts';
import { endGrant } from '../../functions/use-cases/end-grant.ts';
import { fulfilMailOrder } from '../../functions/use-cases/fulfil-mail-order.ts';
import { keepTime } from '../../functions/use-cases/keep-time.ts';
import { requestAccess } from '../../functions/use-cases/request-access.ts';
import { reviewRequest } from '../../functions/use-cases/review-request.ts';
import { revokeGrant } from '../../functions/use-cases/revoke-grant.ts';
import { sweep } from '../../functions/use-cases/sweep.ts';
import { aGroup } from './records.ts';
import { sequentialIds, sequentialSecrets } from './sequential-ids.ts';
import { SimulatedEc2 } from './simulated-ec2.ts';
import { VirtualClock } from './virtual-clock.ts';

export const person = (name: string): Principal => ({
  kind: 'person',
  email: `${name}@example.com`,
  groups: [],
});

export const ORDERS: Target = {
  name: 'orders-db',
  description: 'Orders',
  owner: 'team-orders',
  group: aGroup(),
  ports: [{ protocol: 'tcp', fromPort: 5432, toPort: 5432 }],
  allowedSources: ['10.0.0.0/8'],
  minimumPrefix: { ipv4: 24, ipv6: 64 },
  sourceDefault: null,
  maxMinutes: 120,
  requesters: ['alice@example.com', 'carol@example.com', 'dave@example.com'],
  approvers: ['bob@example.com', 'carol@example.com'],
  requiredApprovals: 1,
  retired: false,
};

export const aConfiguration = (overrides: Partial<Configuration> = {}): Configuration => ({
  deployment: 'test',
  targets: [ORDERS],
  machines: [],
  groups: {},
  auditors: ['audra@example.com'],
  admins: ['adam@example.com'],
  decideWithinMinutes: 60,
  maxPendingPerRequester: 10,
  // Tests of other things ask for as much as they need.
  limits: { openGrants: 100, pendingRequests: 100, requestsPerHour: 1_000, widestSources: 100 },
  mail: { from: 'postern@example.com' },
  identity: {
    issuer: 'https://issuer.example.com',
    audience: ['postern'],
    emailClaim: 'email',
    groupsClaim: 'groups',
  },
  ...overrides,
});

/** Everything that use cases stand on, in memory and on a clock that moves only when told to. */
export const aWorld = (
  configuration = aConfiguration(),
  consistency: Consistency = {
    functionTimeout: MINUTE,
    signatureValidity: 5 * MINUTE,
    staleReads: 6 * MINUTE,
  },
) => {
  const clock = new VirtualClock();
  const store = openSqliteStore(':memory:');
  const ids = sequentialIds();
  const ec2 = new SimulatedEc2(clock, configuration.deployment, [
    ...new Set(configuration.targets.map(({ group }) => group)),
  ]);
  const sent: Signal[] = [];
  const signals = { send: (signal: Signal) => void sent.push(signal) };
  const mails: Mail[] = [];
  const mailer = {
    answer: { outcome: 'SENT' } as MailAnswer,
    send: async (mail: Mail): Promise<MailAnswer> => {
      if (mailer.answer.outcome === 'SENT') mails.push(mail);
      return mailer.answer;
    },
  };
  const started: WorkflowInput[] = [];
  const ending: string[] = [];
  const resumed: { readonly taskToken: string; readonly decision: WorkflowDecision }[] = [];
  const workflow = {
    isAway: false,
    start: async (input: WorkflowInput) => {
      if (workflow.isAway) throw new Error('Step Functions is away');
      started.push(input);
      return 'STARTED' as const;
    },
    startEnding: async (requestId: string) => {
      if (workflow.isAway) throw new Error('Step Functions is away');
      ending.push(requestId);
      return 'STARTED' as const;
    },
    resume: async (taskToken: string, decision: WorkflowDecision) => {
      if (workflow.isAway) throw new Error('Step Functions is away');
      resumed.push({ taskToken, decision });
      return 'RESUMED' as const;
    },
  };
  const dependencies = {
    store,
    clock,
    pause: clock,
    ids,
    secrets: sequentialSecrets(),
    policy: configuredPolicy(configuration, 'sha256:test'),
    workflow,
    signals,
    mailer,
    configuration,
    ingressRules: ec2,
    consistency,
    approvalPageUrl: 'https://postern.example.com/approve',
  };
  const ask = async (
    asked: {
      by?: string;
      /** Instead of a person. */
      machine?: Extract<Principal, { kind: 'machine' }>;
      target?: string;
      minutes?: number;
      source?: string | null;
      startsAt?: number;
      breakGlass?: boolean;
    } = {},
  ): Promise<AccessRequest> => {
    const outcome = await requestAccess(dependencies)({
      caller: asked.machine ?? person(asked.by ?? 'alice'),
      target: asked.target ?? 'orders-db',
      durationMinutes: asked.minutes ?? 30,
      reason: 'To read the stuck orders',
      source: asked.source === undefined ? '10.20.30.40' : asked.source,
      callerAddress: null,
      ticket: null,
      startsAt: asked.startsAt ?? null,
      breakGlass: asked.breakGlass ?? false,
      idempotency: null,
    });
    if (outcome.outcome !== 'REQUESTED') throw new Error(`Not requested: ${JSON.stringify(outcome)}`);
    return outcome.request;
  };
  const approve = (id: string, by = 'bob') =>
    reviewRequest(dependencies)({
      caller: person(by),
      id,
      decision: 'APPROVE',
      comment: null,
      durationMinutes: null,
    });
  const read = async (id: string): Promise<AccessRequest> => {
    const request = await store.read(id);
    if (!request) throw new Error(`No request ${id}`);
    return request;
  };
  const activate = (id: string) => activateGrant(dependencies)({ requestId: id });
  return {
    ...dependencies,
    dependencies,
    ec2,
    signals: sent,
    mails,
    started,
    resumed,
    ending,
    ask,
    approve,
    read,
    activate,
    /** Asked, approved, and open. */
    openGrant: async (asked: Parameters<typeof ask>[0] = {}) => {
      const { id } = await ask(asked);
      await approve(id);
      const activated = await activate(id);
      if (activated.outcome !== 'ACTIVE') throw new Error(`Not active: ${JSON.stringify(activated)}`);
      return await read(id);
    },
    tick: () => keepTime(dependencies)(),
    /** Every order of mail so far, given to whoever may send. */
    sendOrders: async () => {
      for (const { order } of store.ordersAfter(0, 1_000)) await fulfilMailOrder(dependencies)(order);
    },
    end: (id: string) => endGrant(dependencies)({ requestId: id }),
    revoke: (id: string, by = 'alice') => revokeGrant(dependencies)({ caller: person(by), id }),
    converge: (sweeping = false) => convergeGroup(dependencies)({ group: ORDERS.group, sweeping }),
    sweep: () => sweep(dependencies)({ all: true }),
    afterMinutes: (minutes: number) => clock.advance(minutes * MINUTE),
    afterSeconds: (seconds: number) => clock.advance(seconds * SECOND),
    grantStatus: async (id: string) => (await read(id)).grant?.status,
    eventTypes: async (id: string) => (await store.events(id)).map(({ type }) => type),
  };
};

export type World = ReturnType<typeof aWorld>;
