import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from 'aws-lambda';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { environments, type FunctionName } from '../../functions/runtime/environment.ts';
import { importsIn, isSdk, resolveImport } from '../architecture/import-rules.ts';

const ROOT = join(import.meta.dirname, '../..');
const NAMES = Object.keys(environments) as FunctionName[];

/** The clients of AWS services that a module loads, itself or by what it imports; types are no loading. */
const clientsOf = (entry: string): readonly string[] => {
  const seen = new Set([entry]);
  const clients = new Set<string>();
  for (const file of seen) {
    const source = readFileSync(join(ROOT, file), 'utf8').replaceAll(/^import type [^;]*;/gm, '');
    for (const specifier of importsIn(source)) {
      if (specifier === null) throw new Error(`${file} imports something computed`);
      const path = resolveImport(file, specifier);
      if (path !== null) seen.add(path);
      else if (isSdk(specifier)) clients.add(specifier.replace('@aws-sdk/', ''));
    }
  }
  return [...clients].sort();
};

const TABLE = ['client-dynamodb', 'lib-dynamodb'];

describe('each function loads the clients of what it may touch, and no other', () => {
  it.each<readonly [FunctionName, readonly string[]]>([
    ['api', ['client-sfn', ...TABLE]],
    ['approvals', ['client-sfn', ...TABLE]],
    ['ask-approvers', ['client-ses', 'client-sfn', ...TABLE]],
    ['ingress', ['client-ec2', ...TABLE]],
    ['sweeper', ['client-ec2', ...TABLE]],
    ['timekeeper', ['client-sfn', ...TABLE]],
    ['publisher', ['client-ses', 'util-dynamodb', ...TABLE]],
    ['deployment', TABLE],
  ])('%s', (name, clients) => {
    expect(clientsOf(`functions/handlers/${name}.ts`)).toEqual([...clients].sort());
  });
});

describe('an entry point', () => {
  afterEach(() => vi.unstubAllEnvs());

  it.each(NAMES)(
    'is loaded without an environment, and names what it lacks at its first call: %s',
    async (name) => {
      const { handler } = await import(`../../functions/handlers/${name}.ts`);
      vi.stubEnv('TABLE_NAME', '');
      vi.stubEnv('CONFIGURATION_FILE', undefined);
      vi.stubEnv('DEPLOYMENT', undefined);
      const call = handler({}, {} as Context);
      await expect(call).rejects.toThrow(`The environment of ${name}`);
      await expect(call).rejects.toThrow(
        name === 'deployment' ? /TABLE_NAME: .*DEPLOYMENT: / : /TABLE_NAME: .*CONFIGURATION_FILE: /,
      );
    },
  );
});
