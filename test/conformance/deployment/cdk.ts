import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { ROOT_KEY } from '../../engines/ministack.ts';
import { fitToMiniStack } from './fit-to-ministack.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const CDK = join(ROOT, 'node_modules/.bin/cdk');
/** Milliseconds for one command of the CDK CLI. */
const PATIENCE = 180_000;
const run = promisify(execFile);

export interface CdkSettings {
  readonly endpoint: string;
  readonly certificateFile: string;
  readonly folder: string;
  readonly account: string;
  readonly region: string;
  /** `-c` of the CDK CLI. */
  readonly context: Readonly<Record<string, string>>;
}

export interface CdkCli {
  bootstrap(): Promise<void>;
  /** Synthesises infra/app.ts and deploys it. @returns the outputs of the stack, by the beginning of their names */
  deploy(): Promise<(name: string) => string>;
  /** Deletes the stack that was deployed last. */
  destroy(): Promise<void>;
}

/** The pinned CDK CLI, pointed at an emulator: it sees no credentials but those. */
export const cdkCli = (settings: CdkSettings): CdkCli => {
  const { folder, endpoint, certificateFile, account, region, context } = settings;
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true });
  const env = {
    HOME: home,
    TMPDIR: folder,
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    CI: 'true',
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: ROOT_KEY.accessKeyId,
    AWS_SECRET_ACCESS_KEY: ROOT_KEY.secretAccessKey,
    AWS_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
    NODE_EXTRA_CA_CERTS: certificateFile,
  };
  const cdk = async (args: readonly string[], cwd = ROOT) => {
    await run(process.execPath, [CDK, ...args], { cwd, env, timeout: PATIENCE, maxBuffer: 64 << 20 });
  };
  const assembly = join(folder, 'cdk.out');
  const outputs = join(folder, 'outputs.json');

  return {
    // Elsewhere than beside cdk.json, so that no app is run for it.
    bootstrap: () => cdk(['bootstrap', `aws://${account}/${region}`], folder),
    deploy: async () => {
      const told = Object.entries(context).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
      await cdk(['synth', '--quiet', '--output', assembly, ...told]);
      fitToMiniStack(assembly);
      await cdk(['deploy', '--app', assembly, '--require-approval', 'never', '--outputs-file', outputs]);
      const [stack] = Object.values(JSON.parse(readFileSync(outputs, 'utf8'))) as Record<string, string>[];
      return (name) => {
        const [, value] = Object.entries(stack ?? {}).find(([key]) => key.startsWith(`Postern${name}`)) ?? [];
        if (value === undefined) throw new Error(`The stack has no output ${name}`);
        return value;
      };
    },
    destroy: () => cdk(['destroy', '--app', assembly, '--force']),
  };
};
