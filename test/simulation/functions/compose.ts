import { configuredPolicy } from '../../../functions/adapters/configuration/configured-policy.ts';
import type { Configuration } from '../../../functions/domain/configuration.ts';
import type { Secrets } from '../../../functions/ports/ids.ts';
import type { Mailer } from '../../../functions/ports/mailer.ts';
import type { Policy } from '../../../functions/ports/policy.ts';
import type { ConvergeDependencies } from '../../../functions/use-cases/converge/converge-group.ts';
import type { Dependencies } from '../../../functions/use-cases/dependencies.ts';
import { InvokedIngressRules } from '../ec2/invoked-ingress-rules.ts';
import { InvokedStore } from '../store/invoked-store.ts';
import { AUTOMATIC } from '../story/cast.ts';
import type { Cloud } from './cloud.ts';
import type { Invocation } from './invocation.ts';
import { invokedWorkflow } from './invoked-workflow.ts';

export type SimulatedDependencies = Dependencies &
  ConvergeDependencies & {
    readonly mailer: Mailer;
    readonly secrets: Secrets;
    readonly approvalPageUrl: string;
  };

export const PAGE_URL = 'https://postern.example.com/approve';

const policyOf = (configuration: Configuration): Policy => {
  const sound = configuredPolicy(configuration, 'sha256:simulated');
  return {
    ...sound,
    decide: async (question) => {
      const decision = await sound.decide(question);
      const isAutomatic = decision.outcome === 'manual' && question.target.name === AUTOMATIC;
      return isAutomatic ? { ...decision, outcome: 'automatic' } : decision;
    },
  };
};

/** What production's composition roots do: every port, as this one run of a function has it. */
export const dependenciesOf = (cloud: Cloud, invocation: Invocation): SimulatedDependencies => {
  const { configuration, consistency } = cloud;
  const sound: SimulatedDependencies = {
    store: new InvokedStore(cloud.tables, invocation, cloud.pageSize, (by) => cloud.functions.onWrite(by)),
    clock: invocation.clock,
    ids: cloud.ids,
    secrets: cloud.secrets,
    policy: policyOf(configuration),
    workflow: invokedWorkflow(invocation, cloud.workflow),
    signals: { send: (signal) => cloud.signals.add(signal, invocation) },
    mailer: cloud.mailbox.mailerOf(invocation),
    ingressRules: new InvokedIngressRules(invocation, cloud.ec2, consistency.signatureValidity),
    consistency,
    configuration,
    approvalPageUrl: PAGE_URL,
  };
  return cloud.plant?.dependencies?.(sound, cloud, invocation) ?? sound;
};
