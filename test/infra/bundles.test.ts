import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Template } from 'aws-cdk-lib/assertions';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { environments, type FunctionName } from '../../functions/runtime/environment.ts';
import { exampleStack, resourcesOf } from '../support/stack.ts';

type Handler = (event: unknown, context: unknown) => Promise<{ statusCode: number; body: string }>;

/** What infra sets, as it may come out when deployed. */
const ENVIRONMENT = {
  TABLE_NAME: 'table',
  CONFIGURATION_FILE: 'configuration.json',
  GROUP_IDS: 'none',
  DEPLOYMENT: 'example',
  STATE_MACHINE_ARN: 'arn:aws:states:eu-central-1:111122223333:stateMachine:postern',
  APPROVAL_PAGE_URL: 'https://abc.example.com/approve',
};

const NAMES = Object.keys(environments) as FunctionName[];
const CONTEXT = { awsRequestId: 'test', functionName: 'test', getRemainingTimeInMillis: () => 1_000 };

const call = (routeKey: string) => ({
  version: '2.0',
  routeKey,
  rawPath: routeKey.split(' ')[1],
  rawQueryString: '',
  headers: {},
  isBase64Encoded: false,
  requestContext: {
    requestId: 'test',
    domainName: 'abc.example.com',
    http: { method: 'GET', path: routeKey.split(' ')[1], sourceIp: '192.0.2.1' },
  },
});

describe('the bundles', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'postern-'));
  const folders = new Map<string, string>();

  beforeAll(() => {
    const functions = Object.entries(
      resourcesOf(Template.fromStack(exampleStack({ outdir })), 'AWS::Lambda::Function'),
    );
    for (const [id, { Properties }] of functions) {
      const name = NAMES.find((it) => id.startsWith(`PosternFunctions${it.replaceAll('-', '')}Function`));
      const { S3Key } = Properties.Code as { S3Key: string };
      if (name !== undefined) folders.set(name, join(outdir, `asset.${S3Key.replace('.zip', '')}`));
    }
  }, 60_000);
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  const folderOf = (name: FunctionName): string => folders.get(name) ?? '';
  const load = async (name: FunctionName): Promise<Handler> => {
    for (const [variable, value] of Object.entries(ENVIRONMENT)) vi.stubEnv(variable, value);
    // What functions log is of no interest here.
    for (const stream of [process.stdout, process.stderr]) vi.spyOn(stream, 'write').mockReturnValue(true);
    const { handler } = await import(pathToFileURL(join(folderOf(name), 'index.mjs')).href);
    return handler;
  };

  it.each(NAMES)('%s is one module, with the configuration beside it', (name) => {
    expect(readdirSync(folderOf(name)).filter((file) => file !== 'page' && file !== 'policies.json')).toEqual(
      // What a deployment is about is told to the last one in the call.
      name === 'deployment' ? ['index.mjs'] : ['configuration.json', 'index.mjs'],
    );
  });

  it('are small: what only some functions need is in no other', () => {
    const kilobytes = (name: FunctionName) => statSync(join(folderOf(name), 'index.mjs')).size / 1_024;
    for (const name of NAMES) expect(kilobytes(name)).toBeLessThan(1_300);
    const code = (name: FunctionName) => readFileSync(join(folderOf(name), 'index.mjs'), 'utf8');
    const holding = (text: string) => NAMES.filter((name) => code(name).includes(text));
    expect(holding('AuthorizeSecurityGroupIngress').sort()).toEqual(['ingress', 'sweeper']);
    expect(holding('SendRawEmail').sort()).toEqual(['ask-approvers', 'publisher']);
  });

  it('answer for the API', async () => {
    const answer = await (await load('api'))(call('GET /healthz'), CONTEXT);
    expect(answer.statusCode).toBe(200);
  });

  it('hold the approval page', async () => {
    const handler = await load('approvals');
    const answers = await Promise.all(
      ['', '/page.js', '/show.js', '/words.js', '/sign-in.js', '/page.css'].map((file) =>
        handler(call(`GET /approve${file}`), CONTEXT),
      ),
    );
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
    expect(answers[0]?.body).toContain('<!doctype html>');
  });

  it.each(['ask-approvers', 'ingress', 'sweeper', 'timekeeper', 'deployment'] as const)(
    '%s stands on its configuration, and takes no event but its own',
    async (name) => {
      const handler = await load(name);
      await expect(handler({ version: 1, action: 'unheard of' }, CONTEXT)).rejects.toThrow('Not an event');
    },
  );

  it('publisher stands on its configuration', async () => {
    const handler = await load('publisher');
    await expect(handler({ Records: [] }, CONTEXT)).resolves.toEqual({ batchItemFailures: [] });
  });
});
