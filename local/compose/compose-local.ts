import type { AslRunner } from '../../functions/adapters/local/asl/asl-runner.ts';
import type { GateSnapshot } from '../../functions/adapters/local/gate/snapshot.ts';
import type { Configuration } from '../../functions/domain/configuration.ts';
import { SCHEDULED_INPUTS } from '../../functions/runtime/scheduled-inputs.ts';
import { sweep } from '../../functions/use-cases/sweep.ts';
import { closeLeftOpen } from '../drive/close-left-open.ts';
import { HttpServer } from '../gateway/http-server.ts';
import { openGate } from '../state/open-gate.ts';
import { openState } from '../state/open-state.ts';
import { Closers } from './closers.ts';
import type { FunctionDependencies } from './functions.ts';
import type { LocalOptions } from './local-options.ts';
import { pumpsOf } from './pumps.ts';
import { createResponder } from './responder.ts';
import { wire } from './wire.ts';

/** A Postern that answers. Time moves it only as far as somebody drives it: see `drive/by-real-time.ts`. */
export interface LocalPostern {
  /** Such as `http://127.0.0.1:8080`. */
  readonly origin: string;
  /** What its functions stand on. */
  readonly dependencies: FunctionDependencies;
  readonly runner: AslRunner;
  gate(): GateSnapshot;
  /** What the scheduler does on AWS every minute. */
  minute(): Promise<void>;
  /** Does everything that is due now, and returns when nothing is under way any more. */
  settle(): Promise<void>;
  /** In good order: rules stay as they are. */
  stop(): Promise<void>;
}

/** People get their tokens from the issuer that is part of this Postern, and approvers sign in there. */
const withIssuer = (configuration: Configuration, issuer: string): Configuration => ({
  ...configuration,
  identity: { ...configuration.identity, issuer },
  ...(configuration.signIn && {
    signIn: {
      ...configuration.signIn,
      authorizationEndpoint: `${issuer}/local/sign-in`,
      tokenEndpoint: `${issuer}/local/sign-in/token`,
    },
  }),
});

/**
 * Builds a Postern on local adapters and starts it. What a crash left open and time has ended is closed before the
 * first call is answered.
 *
 * @throws ApiPortUnavailable, PortUnavailable
 */
export const composeLocal = async (options: LocalOptions): Promise<LocalPostern> => {
  const closers = new Closers();
  try {
    return await compose(options, closers);
  } catch (error) {
    await closers.close();
    throw error;
  }
};

const compose = async (options: LocalOptions, closers: Closers): Promise<LocalPostern> => {
  const { local, home, clock } = options;
  const server = await HttpServer.listen(options.port);
  closers.add(() => server.close());
  const { origin } = server;
  const configuration = withIssuer(options.configuration, origin);

  let isStopping = false;
  const say = (line: string) => {
    // Calls that are cut off by stopping fail, and nobody needs to hear of it.
    if (!isStopping) options.say(line);
  };
  const state = openState(home, clock);
  closers.add(() => state.close());
  const { gate, close: closeGate } = await openGate(local.gates, {
    path: state.gateFile,
    deployment: configuration.deployment,
  });
  closers.add(closeGate);
  const wired = wire({ ...options, configuration, state, gate, origin, say });
  const { dependencies, functions, runner } = wired;
  const pumps = pumpsOf(wired, { ...options, say });
  closers.add(async () => {
    isStopping = true;
    pumps.stop();
    await server.close();
  });

  await closeLeftOpen({ ...dependencies, sweep: sweep(dependencies) });
  runner.resumeAll();
  await functions.timekeeper(SCHEDULED_INPUTS.timekeeper);
  pumps.start();

  server.answerWith(createResponder({ ...options, wired, state, gate, origin, say }));

  return {
    origin,
    dependencies,
    runner,
    gate: () => gate.snapshot(),
    minute: async () => {
      await functions.sweeper(SCHEDULED_INPUTS.sweeper);
      await functions.timekeeper(SCHEDULED_INPUTS.timekeeper);
    },
    settle: async () => {
      do {
        await pumps.drained();
      } while ((await runner.runDue()) > 0);
    },
    stop: () => closers.close(),
  };
};
