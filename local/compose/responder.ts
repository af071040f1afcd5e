import type { Gate } from '../../functions/adapters/local/gate/gate.ts';
import type { Clock } from '../../functions/ports/clock.ts';
import { gatewayAnswer } from '../gateway/answers.ts';
import { createGateway } from '../gateway/gateway.ts';
import type { Respond } from '../gateway/http-server.ts';
import { AuthorizationCodes } from '../identity/authorization-codes.ts';
import { LocalIssuer } from '../identity/issuer.ts';
import { createLocalPages } from '../pages/local-pages.ts';
import type { LocalState } from '../state/open-state.ts';
import { errorLine, type Write } from '../words/terminal-log.ts';
import type { LocalOptions } from './local-options.ts';
import { mailsIn, overviewOf } from './overview-of.ts';
import type { Wired } from './wire.ts';

export interface ResponderParts extends Pick<LocalOptions, 'local' | 'signingKey'> {
  readonly wired: Wired;
  readonly state: LocalState;
  readonly gate: Gate;
  readonly origin: string;
  readonly clock: Clock;
  readonly say: Write;
}

/** A call that fails in a way that nobody foresaw is answered as API Gateway would, and told of here. */
const withoutFail =
  (respond: Respond, say: Write): Respond =>
  async (call) => {
    try {
      return await respond(call);
    } catch (error) {
      if (error instanceof URIError) return gatewayAnswer(400, 'Bad Request');
      say(errorLine(error));
      return gatewayAnswer(500, 'Internal Server Error');
    }
  };

/** Answers every call: what only the local Postern has, and otherwise what the deployed API has. */
export const createResponder = (parts: ResponderParts): Respond => {
  const { wired, state, gate, origin, local, signingKey, clock, say } = parts;
  const { identity, signIn } = wired.dependencies.configuration;
  const issuer = new LocalIssuer(identity, signingKey, clock);
  const pages = createLocalPages({
    issuer,
    identities: local.identities,
    codes: new AuthorizationCodes(clock),
    signIn,
    mails: () => mailsIn(state),
    overview: overviewOf(wired.dependencies, { state, gate, origin, local }),
  });
  const gateway = createGateway({
    functions: wired.functions,
    clock,
    authorize: (header) => issuer.authorize(header),
  });
  return withoutFail(async (call) => (await pages(call)) ?? (await gateway(call)), say);
};
