import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { environments } from '../../functions/runtime/environment.ts';
import { copyConsumer, installPackage } from './install-package.ts';

const DECIDING = ['api', 'ingress'];
const NAMES = Object.keys(environments);
/** Milliseconds: eight bundles are made. */
const PACKING = 120_000;

interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> }>
  >;
}

describe('the packed file, in an app of somebody else', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'postern-consumer-')));
  const out = join(folder, 'cdk.out');
  let installed: string;
  const node = (...args: readonly string[]) =>
    spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env: { CDK_OUTDIR: out } });

  beforeAll(() => {
    installed = installPackage(folder);
    copyConsumer(folder);
    const documented = readFileSync('docs/construct.md', 'utf8');
    const [, copying = ''] = /```\n(mkdir -p policies\n.*?)```/s.exec(documented) ?? [];
    execFileSync('sh', ['-euc', copying], { cwd: folder });
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  }, PACKING);

  const template = (): Template => JSON.parse(readFileSync(join(out, 'Shop.template.json'), 'utf8'));
  const ofType = (type: string) =>
    Object.entries(template().Resources).filter(([, resource]) => resource.Type === type);
  const assetOf = (name: string): string => {
    const found = ofType('AWS::Lambda::Function').find(([id]) =>
      id.startsWith(`PosternFunctions${name.replaceAll('-', '')}Function`),
    );
    if (found === undefined) throw new Error(`The app has no function ${name}`);
    const { S3Key } = found[1].Properties.Code as { S3Key: string };
    return join(out, `asset.${S3Key.replace('.zip', '')}`);
  };

  it(
    'has types that the app compiles against, and JavaScript that plain Node runs',
    () => {
      const compiled = node('node_modules/typescript/bin/tsc', '--project', '.');
      expect(compiled.stdout).toBe('');
      expect(compiled.status).toBe(0);
      const ran = node('app.js');
      expect(ran.stderr).toBe('');
      expect(ran.status).toBe(0);
    },
    PACKING,
  );

  it('is the app that the documentation shows', () => {
    const documented = readFileSync('docs/construct.md', 'utf8');
    expect(documented).toContain(`\`\`\`ts\n${readFileSync(join(folder, 'app.ts'), 'utf8')}\`\`\`\n`);
  });

  it('has nothing that Node refuses under node_modules, and no test', () => {
    const files = readdirSync(installed, { recursive: true, encoding: 'utf8' });
    expect(files.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))).toEqual([]);
    expect(files.filter((file) => /(^|\/)test\//.test(file))).toEqual([]);
  });

  it('offers the schema of policies by a name of its own', () => {
    const schema = createRequire(pathToFileURL(join(folder, 'app.js'))).resolve(
      'postern/postern.cedarschema',
    );
    expect(readFileSync(schema, 'utf8')).toBe(readFileSync('config/policies/postern.cedarschema', 'utf8'));
  });

  it('has whatever its pages link to', () => {
    const pages = readdirSync(installed, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.md') && !file.startsWith('dist'),
    );
    expect(pages).toEqual(expect.arrayContaining(['README.md', join('docs', 'construct.md')]));
    const links = pages.flatMap((page) =>
      [...readFileSync(join(installed, page), 'utf8').matchAll(/\]\((?![a-z]+:|#)([^)#\s]+)/g)].map(
        ([, link = '']) => ({ page, link }),
      ),
    );
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter(({ page, link }) => !existsSync(join(installed, dirname(page), link)))).toEqual([]);
    // By a variable of the shell, and not by a link.
    expect(existsSync(join(installed, 'docs/examples/sign-in.yaml'))).toBe(true);
  });

  it('names the app’s own security group in rights and in what the deployment is told', () => {
    const [groupId] =
      ofType('AWS::EC2::SecurityGroup').find(([id]) => id.startsWith('PosternSecurityGroupsordersdb')) ?? [];
    const token = { 'Fn::GetAtt': [groupId, 'GroupId'] };
    const [, configuration] = ofType('Custom::PosternConfiguration')[0] ?? [];
    expect(Object.values(configuration?.Properties.GroupIds as object)).toEqual([token]);
    const closing = ofType('AWS::IAM::Policy')
      .map(([, policy]) => JSON.stringify(policy.Properties))
      .filter((policy) => policy.includes('ec2:RevokeSecurityGroupIngress'));
    expect(closing).toHaveLength(2);
    for (const policy of closing) expect(policy).toContain(`security-group/",${JSON.stringify(token)}`);
  });

  it('deploys the prebuilt functions, with the app’s configuration and policies beside them', () => {
    for (const name of NAMES) {
      const files = readdirSync(assetOf(name));
      const prebuilt = readFileSync(join(installed, 'dist/bundles', name, 'index.mjs'), 'utf8');
      expect(readFileSync(join(assetOf(name), 'index.mjs'), 'utf8')).toBe(prebuilt);
      expect(files.includes('configuration.json')).toBe(name !== 'deployment');
      expect(files.includes('policies.json')).toBe(DECIDING.includes(name));
      expect(files.includes('cedar_wasm_bg.wasm')).toBe(DECIDING.includes(name));
    }
    expect(existsSync(join(assetOf('approvals'), 'page/page.html'))).toBe(true);
    const { configuration } = JSON.parse(
      readFileSync(join(assetOf('sweeper'), 'configuration.json'), 'utf8'),
    );
    expect(configuration).toMatchObject({
      deployment: 'shop',
      targets: [{ name: 'orders-db', maxMinutes: 120 }],
    });
    expect(readFileSync(join(assetOf('api'), 'policies.json'), 'utf8')).toContain('people-decide');
  });

  it(
    'gives the same template and the same code at the next synth',
    () => {
      const before = template();
      expect(node('app.js').status).toBe(0);
      expect(template()).toEqual(before);
    },
    PACKING,
  );

  it('has the workflow', () => {
    const [, machine] = ofType('AWS::StepFunctions::StateMachine')[0] ?? [];
    expect(machine?.Properties.DefinitionString).toContain('Hold open');
  });

  it(
    'brings the command that checks and tries policies',
    () => {
      cpSync('config', join(folder, 'config'), { recursive: true });
      const postern = (...args: readonly string[]) =>
        node('node_modules/postern/dist/bin/postern.mjs', ...args);
      expect(postern('policy', 'check')).toMatchObject({
        status: 0,
        stdout: '1 file of policies: no errors\n',
      });
      expect(postern('policy', 'test')).toMatchObject({ status: 0 });
      expect(postern('policy', 'replay', '--from', '2026-11-01').stderr).toContain('there are no records');
      expect(postern('--help')).toMatchObject({ status: 0, stderr: '' });
      expect(postern('deploy')).toMatchObject({
        status: 2,
        stderr: expect.stringContaining('there is no command deploy: there is policy'),
      });
    },
    PACKING,
  );
});
