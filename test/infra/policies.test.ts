import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadPolicies } from '../../functions/runtime/policies/load-policies.ts';
import { exampleConfiguration, exampleStack, resourcesOf } from '../support/stack.ts';

const DECIDING = ['api', 'ingress'];

describe('a stack with policies', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'postern-policies-'));
  const bundles = new Map<string, string>();

  beforeAll(async () => {
    const loaded = await loadPolicies('config/policies', exampleConfiguration().configuration);
    if (loaded.outcome === 'REFUSED') throw new Error(loaded.report);
    const template = Template.fromStack(exampleStack({ outdir, policies: loaded.files }));
    for (const [id, { Properties }] of Object.entries(resourcesOf(template, 'AWS::Lambda::Function'))) {
      const [, name] = /^PosternFunctions(\w+)Function/.exec(id) ?? [];
      const { S3Key } = Properties.Code as { S3Key: string };
      if (name !== undefined) bundles.set(name, join(outdir, `asset.${S3Key.replace('.zip', '')}`));
    }
  }, 60_000);

  const filesOf = (name: string) => readdirSync(bundles.get(name) ?? '');

  it('carries them, and the engine, beside the functions that decide and no other', () => {
    const having = (file: string) =>
      [...bundles.keys()].filter((name) => filesOf(name).includes(file)).sort();
    expect(having('policies.json')).toEqual(DECIDING);
    expect(having('cedar_wasm_bg.wasm')).toEqual(DECIDING);
    const code = (name: string) => readFileSync(join(bundles.get(name) ?? '', 'index.mjs'), 'utf8');
    expect([...bundles.keys()].filter((name) => code(name).includes('cedar_wasm')).sort()).toEqual(DECIDING);
  });

  it('has the engine run in the bundle, out of the file beside it', async () => {
    const { build } = await import('esbuild');
    const folder = mkdtempSync(join(outdir, 'probe-'));
    // The bundle's own entry answers HTTP only with AWS behind it: this one asks the same policy alone.
    await build({
      stdin: {
        contents: `
          import { readCheckedPolicies } from './functions/runtime/policies/checked-policies.ts';
          import { composePolicy } from './functions/runtime/policies/compose-policy.ts';
          export const ask = (configuration, question, file) =>
            composePolicy(configuration, readCheckedPolicies(file)).decide(question);`,
        resolveDir: '.',
        loader: 'ts',
      },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: join(folder, 'index.mjs'),
      banner: {
        js: "import { createRequire as r } from 'node:module'; const require = r(import.meta.url); const __dirname = import.meta.dirname;",
      },
      logLevel: 'silent',
    });
    const { copyFileSync } = await import('node:fs');
    for (const file of ['policies.json', 'configuration.json', 'cedar_wasm_bg.wasm']) {
      copyFileSync(join(bundles.get('api') ?? '', file), join(folder, file));
    }
    const { ask } = await import(join(folder, 'index.mjs'));
    const { configuration } = exampleConfiguration();
    const target = configuration.targets.find(({ name }) => name === 'demo-db');
    const decision = await ask(
      configuration,
      {
        requester: { kind: 'person', email: 'alice@example.com', groups: [] },
        target,
        access: {
          group: target?.group,
          permissions: [{ protocol: 'tcp', fromPort: 5432, toPort: 5432, source: '127.0.0.1/32' }],
        },
        durationMinutes: 30,
        at: 0,
        ticket: null,
        history: { hadBefore: false, openGrants: 0 },
        breakGlass: false,
      },
      'configuration.json',
    );
    expect(decision).toMatchObject({ outcome: 'manual', determinedBy: ['people-decide'] });
  });
});
