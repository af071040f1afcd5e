import { join } from 'node:path';
import { MINUTE } from '../../functions/domain/instant.ts';
import type { Secrets } from '../../functions/ports/ids.ts';
import { randomSecrets } from '../../functions/runtime/random-ids.ts';
import { composeLocal } from '../../local/compose/compose-local.ts';
import { newSigningKey } from '../../local/identity/signing-key.ts';
import { loadLocalConfiguration } from '../../local/load-local-configuration.ts';
import { HttpClient } from '../journeys/support/http-client.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const CONFIGURATION = join(import.meta.dirname, '../../config/postern.yaml');

/** What scanners type where six digits are asked for. That a guess is right once in a million is another matter. */
export const GUESS = '000000';

/** A mail with a link, on its way through a scanner. */
export interface ScannedMail {
  readonly requestId: string;
  readonly origin: string;
  readonly link: string;
  readonly token: string;
}

const signingKey = newSigningKey();

/** The example configuration with one approver, who is mailed as often as a test likes. */
const roomyConfiguration = () => {
  const { configuration, local } = loadLocalConfiguration(CONFIGURATION);
  return {
    configuration: {
      ...configuration,
      maxPendingPerRequester: 1_000,
      limits: { openGrants: 1_000, pendingRequests: 1_000, requestsPerHour: 1_000, widestSources: 1_000 },
      targets: configuration.targets.map((target) => ({ ...target, approvers: ['bob@example.com'] })),
    },
    local: { ...local, gates: [] },
  };
};

/** Postern over HTTP, whose mails to the approver are scanned before he reads them. Stop it in the end. */
export const aScannedWorld = async () => {
  let token = '';
  const secrets: Secrets = {
    token: () => {
      token = randomSecrets.token();
      return token;
    },
    code: () => {
      const code = randomSecrets.code();
      return code === GUESS ? '111111' : code;
    },
  };
  const clock = new VirtualClock();
  const postern = await composeLocal({
    ...roomyConfiguration(),
    home: null,
    port: 0,
    clock,
    signingKey: await signingKey,
    secrets,
    say: () => undefined,
  });
  const { origin } = postern;
  const http = new HttpClient(origin);
  return {
    stop: () => postern.stop(),
    now: () => clock.now(),
    /** Alice asks; the mail to bob is the scanner's. */
    mail: async (): Promise<ScannedMail> => {
      const { id } = await http.ask();
      await postern.settle();
      return { requestId: id, origin, token, link: `${origin}/approve#${token}` };
    },
    later: () => clock.advance(MINUTE / 10),
    /** Requests that are no longer what they were when they were asked. */
    decided: async (mails: readonly ScannedMail[]): Promise<readonly string[]> => {
      const requests = await Promise.all(mails.map(({ requestId }) => http.request(requestId)));
      return requests
        .filter(({ status, reviews }) => status !== 'PENDING' || reviews.length > 0)
        .map(({ id, status }) => `${id} is ${status}`);
    },
    /** That a person can still decide by the mail that was scanned. */
    stillShows: async ({ token: mailed }: ScannedMail): Promise<boolean> => {
      const { status, body } = await http.call('POST', '/approve/preview', { body: { token: mailed } });
      return status === 200 && (body as { usable: boolean }).usable;
    },
  };
};

export type ScannedWorld = Awaited<ReturnType<typeof aScannedWorld>>;
