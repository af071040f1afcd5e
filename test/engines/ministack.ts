import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { freePort } from './free-port.ts';
import { commandOf } from './python-engines.ts';
import { accepted } from './relay.ts';

export interface MiniStackSettings {
  readonly account: string;
  readonly region: string;
  /** For everything that it writes; of this run alone. */
  readonly folder: string;
  /** Path of the file that takes what it says, and what the functions log. */
  readonly log: string;
  /** It speaks TLS with this one, so that policies that demand TLS can be kept. */
  readonly certificate: { readonly file: string; readonly keyFile: string };
}

export interface MiniStack {
  /** `https://127.0.0.1:PORT` */
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Its key of the account's root user. */
export const ROOT_KEY = { accessKeyId: 'test', secretAccessKey: 'test' } as const;

/**
 * An AWS of its own on a free port of 127.0.0.1. It evaluates IAM policies and verifies signatures, runs functions as
 * processes with the Node that runs this, and keeps nothing.
 */
export const startMiniStack = async (settings: MiniStackSettings): Promise<MiniStack> => {
  const { account, region, folder, certificate } = settings;
  const port = await freePort();
  const log = openSync(settings.log, 'a');
  const child = spawn(commandOf('ministack', 'ministack'), [], {
    // A process group of its own: the functions' processes end with it.
    detached: true,
    stdio: ['ignore', log, log],
    env: {
      HOME: folder,
      TMPDIR: folder,
      STATE_DIR: join(folder, 'state'),
      PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      AUTH: 'true',
      USE_SSL: '1',
      MINISTACK_SSL_CERT: certificate.file,
      MINISTACK_SSL_KEY: certificate.keyFile,
      MINISTACK_ACCOUNT_ID: account,
      MINISTACK_REGION: region,
      LAMBDA_EXECUTOR: 'local',
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      // For itself, when it fetches the issuer's keys, and for the functions, when they call it.
      SSL_CERT_FILE: certificate.file,
      NODE_EXTRA_CA_CERTS: certificate.file,
      AWS_EC2_METADATA_DISABLED: 'true',
    },
  });
  const exited = once(child, 'exit');
  closeSync(log);
  const kill = () => {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  };
  // A group of its own would outlive a run that breaks off.
  process.once('exit', kill);
  const stop = async () => {
    process.off('exit', kill);
    kill();
    await exited;
  };
  const up = accepted({ host: '127.0.0.1', port }).then(() => true);
  if (await Promise.race([up, exited.then(() => false)])) {
    return { endpoint: `https://127.0.0.1:${port}`, stop };
  }
  throw new Error(`MiniStack did not start: see ${settings.log}`);
};
