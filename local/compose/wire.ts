import type { AslRunner } from '../../functions/adapters/local/asl/asl-runner.ts';
import { GATE_CONSISTENCY, type Gate } from '../../functions/adapters/local/gate/gate.ts';
import { LocalWorkflow } from '../../functions/adapters/local/workflow.ts';
import type { Configuration } from '../../functions/domain/configuration.ts';
import { createLog } from '../../functions/runtime/log.ts';
import { composePolicy } from '../../functions/runtime/policies/compose-policy.ts';
import { randomIds, randomSecrets } from '../../functions/runtime/random-ids.ts';
import { createSignals } from '../../functions/runtime/signals.ts';
import type { LocalState } from '../state/open-state.ts';
import { terminalLog, type Write } from '../words/terminal-log.ts';
import { createFunctions, type FunctionDependencies, type LocalFunctions } from './functions.ts';
import type { LocalOptions } from './local-options.ts';
import { createRunner } from './workflow.ts';

export interface Wired {
  readonly dependencies: FunctionDependencies;
  readonly functions: LocalFunctions;
  readonly runner: AslRunner;
}

export interface WiringParts extends Pick<LocalOptions, 'clock' | 'ids' | 'secrets' | 'policies'> {
  readonly configuration: Configuration;
  readonly state: LocalState;
  readonly gate: Gate;
  /** Such as `http://127.0.0.1:8080`. */
  readonly origin: string;
  readonly say: Write;
}

/** Joins the functions to the local adapters, and the workflow to the functions. */
export const wire = (parts: WiringParts): Wired => {
  const { configuration, state, gate, origin, clock, say } = parts;
  const runner = createRunner({
    executions: state.executions,
    clock,
    invoke: (name, payload) => functions[name](payload),
  });
  const log = createLog(terminalLog(say));
  const dependencies: FunctionDependencies = {
    store: state.store,
    clock,
    pause: clock,
    ids: parts.ids ?? randomIds(clock),
    secrets: parts.secrets ?? randomSecrets,
    policy: composePolicy(configuration, parts.policies ?? null),
    workflow: new LocalWorkflow(runner),
    ingressRules: gate,
    consistency: GATE_CONSISTENCY,
    mailer: state.mailbox,
    approvalPageUrl: `${origin}/approve`,
    configuration,
    log,
    // What is counted on AWS is seen here in the log.
    signals: createSignals({ log, count: () => undefined }),
  };
  const functions = createFunctions(dependencies);
  return { dependencies, functions, runner };
};
