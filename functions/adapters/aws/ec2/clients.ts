import { EC2Client } from '@aws-sdk/client-ec2';
import { SECOND } from '../../../domain/instant.ts';

export interface Ec2Settings {
  /** URL of an emulator; left out for AWS. */
  readonly endpoint?: string;
  /** Milliseconds after which a call is given up. Its outcome is then unknown. Default 10,000. */
  readonly callTimeout?: number;
}

export interface Ec2Clients {
  /** For calls that change something: sent once, over a connection of its own. */
  readonly writer: (region: string) => EC2Client;
  /** For calls that only read: up to three attempts. */
  readonly reader: (region: string) => EC2Client;
  /** A signal that gives one call up; new for each. */
  readonly deadline: () => AbortSignal;
}

const CONNECTION_TIMEOUT = 2 * SECOND;

/** Clients are made when a region is first used: most deployments have one. */
export const ec2Clients = ({ endpoint, callTimeout = 10 * SECOND }: Ec2Settings = {}): Ec2Clients => {
  const common = endpoint === undefined ? {} : { endpoint };
  return {
    writer: onePerRegion(
      (region) =>
        new EC2Client({
          ...common,
          region,
          // A repeated authorize could open a second rule after the first was closed; whether to repeat is converge's choice.
          maxAttempts: 1,
          // A kept connection may be dead after a freeze of the function (https://github.com/aws/aws-sdk-js-v3/issues/1196);
          // without retries each such reset would be a call of unknown outcome.
          requestHandler: {
            connectionTimeout: CONNECTION_TIMEOUT,
            httpAgent: { keepAlive: false },
            httpsAgent: { keepAlive: false },
          },
        }),
    ),
    reader: onePerRegion(
      (region) =>
        new EC2Client({
          ...common,
          region,
          maxAttempts: 3,
          requestHandler: { connectionTimeout: CONNECTION_TIMEOUT },
        }),
    ),
    // The SDK's own request timeout only warns, unless told otherwise; an abort signal ends the call, retries included.
    deadline: () => AbortSignal.timeout(callTimeout),
  };
};

const onePerRegion = (make: (region: string) => EC2Client) => {
  const clients = new Map<string, EC2Client>();
  return (region: string): EC2Client => {
    const client = clients.get(region) ?? make(region);
    clients.set(region, client);
    return client;
  };
};
