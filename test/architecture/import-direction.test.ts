import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importsIn, isSdk, resolveImport, rules, violationsIn } from './import-rules.ts';

const root = join(import.meta.dirname, '../..');
const sources = new Map(
  globSync('{functions,infra,local}/**/*.{ts,mts,cts}', { cwd: root }).map((path) => [
    path.split(sep).join('/'),
    readFileSync(join(root, path), 'utf8'),
  ]),
);

describe('the direction of imports', () => {
  it('holds in every file', () => {
    expect([...sources].flatMap(([file, source]) => violationsIn(file, source))).toEqual([]);
  });

  it('keeps the AWS SDK out of everything that the local Postern loads', () => {
    // `postern policy replay` reads a deployment's table when it is told to: that command is no part of the local Postern.
    const isLocal = (file: string) => file.startsWith('local/') && !file.startsWith('local/policy/');
    const entries = [...sources.keys()].filter(isLocal);
    expect(entries.flatMap(sdkReachedFrom)).toEqual([]);
  });
});

describe('the check itself', () => {
  it.each([
    ['functions/domain/grant.ts', "import { x } from '../ports/clock.ts';"],
    ['functions/domain/grant.ts', "import type { X } from '../ports/clock.ts';"],
    ['functions/domain/deep/grant.ts', "export * from '../../use-cases/review.ts';"],
    ['functions/domain/grant.ts', "export { x } from './../ports/clock.ts';"],
    ['functions/domain/grant.ts', "import {\n  x,\n  y,\n} from '../runtime/x.ts';"],
    ['functions/domain/grant.ts', "import '../runtime/x.ts';"],
    ['functions/domain/grant.ts', "const x = await import('../runtime/x.ts');"],
    ['functions/domain/grant.ts', "type X = import('../runtime/x.ts').X;"],
    ['functions/domain/grant.ts', 'const x = await import(name);'],
    ['functions/domain/grant.ts', "import * as z from 'zod';"],
    ['functions/domain/grant.ts', "import { readFile } from 'node:fs/promises';"],
    ['functions/ports/clock.ts', "import type { X } from '../use-cases/review.ts';"],
    ['functions/use-cases/review.ts', "import { x } from '../adapters/local/store.ts';"],
    ['functions/use-cases/review.ts', "import { EC2Client } from '@aws-sdk/client-ec2';"],
    ['functions/handlers/api.ts', "import { x } from '../adapters/aws/ec2/rules.ts';"],
    ['functions/adapters/aws/x.ts', "import { x } from '../local/store.ts';"],
    ['functions/adapters/local/x.ts', "import { x } from '../aws/store.ts';"],
    ['functions/adapters/local/x.ts', "import { EC2Client } from '@aws-sdk/client-ec2';"],
    ['functions/adapters/mail/x.ts', "import { x } from '../aws/ses/mailer.ts';"],
    ['functions/runtime/x.ts', "import { x } from '../handlers/api.ts';"],
    ['functions/runtime/x.ts', "import { x } from '../../local/main.ts';"],
    ['functions/domain/grant.ts', "import { x } from '../../test/x.ts';"],
    ['local/main.ts', "import { x } from '../functions/adapters/aws/x.ts';"],
    ['infra/app.ts', "import { x } from '../functions/adapters/aws/x.ts';"],
    ['functions/stray.ts', ''],
  ])('refuses, in %s: %s', (file, source) => {
    expect(violationsIn(file, source)).toHaveLength(1);
  });

  it.each([
    [
      'functions/domain/grant.ts',
      "import { createHash } from 'node:crypto';\nimport { x } from './cidr.ts';",
    ],
    ['functions/use-cases/review.ts', "import type { Clock } from '../ports/clock.ts';"],
    ['functions/adapters/aws/ec2/x.ts', "import { EC2Client } from '@aws-sdk/client-ec2';"],
    ['functions/adapters/aws/ses/x.ts', "import { render } from '../../mail/render.ts';"],
    ['functions/handlers/api.ts', "import middy from '@middy/core';\nimport { x } from '../runtime/x.ts';"],
    ['functions/runtime/x.ts', "import { x } from '../adapters/aws/x.ts';"],
    ['functions/domain/grant.ts', "// import { x } from '../ports/clock.ts';\nexport const from = 'zod';"],
    ['local/main.ts', "import { x } from '../functions/adapters/local/x.ts';"],
  ])('allows, in %s: %s', (file, source) => {
    expect(violationsIn(file, source)).toEqual([]);
  });

  it('names only folders that have a rule themselves', () => {
    expect(Object.values(rules).flatMap(({ folders }) => folders.filter((name) => !(name in rules)))).toEqual(
      [],
    );
  });
});

/** The files that can be loaded from an entry and that import the SDK. */
function sdkReachedFrom(entry: string): string[] {
  const seen = new Set([entry]);
  for (const file of seen) {
    for (const specifier of importsIn(sources.get(file) ?? '')) {
      const path = specifier === null ? null : resolveImport(file, specifier);
      if (path !== null && sources.has(path)) seen.add(path);
    }
  }
  return [...seen].filter((file) =>
    importsIn(sources.get(file) ?? '').some((it) => it !== null && isSdk(it)),
  );
}
