import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cedarPolicy } from '../../../functions/adapters/cedar/cedar-policy.ts';
import { loadConfiguration } from '../../../functions/runtime/configuration/load-configuration.ts';
import { checkPolicies } from '../../../functions/runtime/policies/check-policies.ts';
import { renderFindings } from '../../../functions/runtime/policies/finding.ts';
import { loadPolicies } from '../../../functions/runtime/policies/load-policies.ts';
import { aQuestion, SCHEMA } from '../../policy/support/ask.ts';
import { aConfiguration } from '../../support/world.ts';

const CONFIGURATION = aConfiguration({ groups: { 'on-call': [] } });

const found = async (...texts: string[]): Promise<readonly string[]> => {
  const policies = texts.map((text, index) => ({ file: `${index}.cedar`, text }));
  const report = renderFindings(await checkPolicies({ schema: SCHEMA, policies }, CONFIGURATION));
  return report === '' ? [] : report.split('\n');
};

const permit = (action: string, rest = ';') =>
  `permit (principal, action == Postern::Action::"${action}", resource)${rest}`;

describe('checking policies', () => {
  it('finds nothing in the example', async () => {
    const file = 'config/postern.yaml';
    const example = loadConfiguration(readFileSync(file, 'utf8'), { file });
    if (example.outcome !== 'LOADED') throw new Error(example.report);
    expect(await loadPolicies('config/policies', example.configuration)).toMatchObject({
      outcome: 'LOADED',
      warnings: '',
    });
  });

  it('says file, line and column of what cannot be parsed, and goes on with the other files', async () => {
    const lines = await found('// Ünïcode\npermit (principal, action resource);', permit('request'));
    expect(lines).toEqual([
      expect.stringMatching(/^0\.cedar:2:27: error: unexpected token `resource`/),
      expect.stringMatching(/^1\.cedar:1:1: error: needs an @id/),
    ]);
  });

  it.each([
    ['a type', 'context.durationMinutes > "x"', 'expected Long but saw String'],
    ['an attribute', 'context.durationMinuts > 3', 'did you mean `durationMinutes`'],
    ['a weekday', 'context.weekday == Postern::Weekday::"satuday"', 'not declared as a valid eid'],
    ['an address', 'context.source.isInRange(ip("10.0.0.0/99"))', 'failed to parse as IP address'],
    ['an optional ticket', 'context.ticket like "OPS-*"', 'context has ticket'],
  ])('says where %s is wrong, although the engine calls that a success', async (_, condition, message) => {
    const lines = await found(`@id("a")\n${permit('request', `\nwhen { ${condition} };`)}`);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^0\.cedar:3:\d+: error: a: /);
    expect(lines[0]).toContain(message);
  });

  it.each([
    'principal == Postern::Person::"Alice@Example.com", action, resource',
    'principal, action, resource) when { principal is Postern::Person && principal.email == "Alice@Example.com" }; //',
  ])('does not take a mailbox that nobody is known by: %s', async (scope) => {
    const text = scope.endsWith('//') ? `forbid (${scope}` : `forbid (${scope});`;
    const [line, ...others] = await found(`@id("a")\n${text}`);
    expect(others).toEqual([]);
    expect(line).toMatch(
      /^0\.cedar:2:\d+: error: a: nobody is known as Alice@Example\.com: .* alice@example\.com$/,
    );
  });

  it('does not take an action that Postern never asks of, be it known to the schema', async () => {
    const text = SCHEMA.text
      .replace('action "deny" appliesTo', 'action "any";\n  action "deny" in ["any"] appliesTo')
      .replace('action "request" appliesTo', 'action "request" in ["any"] appliesTo');
    const policy = '@id("a") forbid (principal, action in Postern::Action::"any", resource);';
    const files = { schema: { ...SCHEMA, text }, policies: [{ file: '0.cedar', text: policy }] };
    expect(renderFindings(await checkPolicies(files, CONFIGURATION))).toMatch(
      /^0\.cedar:1:\d+: error: a: names any, of which Postern never asks/,
    );
    const openly = cedarPolicy({ ...files, configuration: CONFIGURATION, version: 'never checked' });
    await expect(openly.decide(aQuestion())).rejects.toThrow('Not checked: a is about actions');
  });

  it.each([
    ['a ticket', 'ticket?: String', 'ticket: String'],
    ['every weekday', ', "sunday"', ''],
  ])('does not take a schema that does not take every ask: %s', async (_, from, to) => {
    const text = SCHEMA.text.replace(from, to);
    expect(text).not.toBe(SCHEMA.text);
    const files = { schema: { ...SCHEMA, text }, policies: [] };
    expect(renderFindings(await checkPolicies(files, CONFIGURATION))).toContain(
      'does not take what Postern fills in',
    );
  });

  it('says which action is not known, and what was meant', async () => {
    expect(await found(`@id("a") ${permit('requst')}`)).toEqual([
      expect.stringMatching(/^0\.cedar:1:\d+: error: a: unrecognized action .*did you mean/),
    ]);
  });

  it('warns of a policy that can never apply', async () => {
    expect(await found(`@id("a") ${permit('request', ' when { false };')}`)).toEqual([
      '0.cedar:1:1: warning: a: can never apply: no request is such that all of its conditions hold',
    ]);
  });

  it('warns of a target or group that the configuration does not have, at its place', async () => {
    const text = `@id("a") permit (principal in Postern::Group::"on-cal", action == Postern::Action::"request", resource) when { resource == Postern::Target::"orders-bd" };`;
    expect(await found(text)).toEqual([
      '0.cedar:1:31: warning: a: the configuration has no Postern::Group::"on-cal"; did you mean on-call?',
      expect.stringContaining('has no Postern::Target::"orders-bd"; did you mean orders-db?'),
    ]);
  });

  it.each([
    ['no @id', permit('request'), 'needs an @id'],
    ['an @id with spaces', `@id("my policy") ${permit('request')}`, '@id: expected a name'],
    ['no cap', `@id("a") ${permit('autoApprove')}`, 'needs @maxMinutes'],
    [
      'no cap where the action is open',
      '@id("a") permit (principal, action, resource);',
      'permits autoApprove as well',
    ],
    ['a cap of words', `@id("a") @maxMinutes("an hour") ${permit('autoApprove')}`, 'expected whole minutes'],
    ['a cap of nothing', `@id("a") @maxMinutes("0") ${permit('autoApprove')}`, 'expected whole minutes'],
    [
      'a cap for people',
      `@id("a") @maxMinutes("5") ${permit('request')}`,
      'only for what permits autoApprove',
    ],
    [
      'approvals of a forbid',
      '@id("a") @approvals("2") forbid (principal, action, resource);',
      '@approvals is only',
    ],
    ['a misspelt annotation', `@id("a") @maxMinuts("5") ${permit('request')}`, 'did you mean maxMinutes'],
    ['a permission to deny', `@id("a") ${permit('deny')}`, 'means nothing'],
    ['a template', '@id("a") permit (principal == ?principal, action, resource);', 'templates'],
  ])('refuses %s', async (_, text, message) => {
    const lines = await found(text);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(': error: ');
    expect(lines[0]).toContain(message);
  });

  it('refuses two policies of one @id, in whatever files', async () => {
    const text = `@id("a") ${permit('request')}`;
    expect(await found(text, text)).toEqual([
      '1.cedar:1:1: error: a: is the @id of another policy as well, in 0.cedar',
    ]);
  });

  it('finds the place of each of many policies', async () => {
    const text = Array.from({ length: 12 }, (_, index) => `@id("p${index}") ${permit('request')}`);
    text[10] = `@id("ten") ${permit('autoApprove')}`;
    expect(await found(text.join('\n'))).toEqual([
      expect.stringMatching(/^0\.cedar:11:1: error: ten: needs/),
    ]);
  });

  it('refuses a schema that cannot be read, and one that does not take what Postern fills in', async () => {
    const check = (text: string) =>
      checkPolicies({ schema: { ...SCHEMA, text }, policies: [] }, CONFIGURATION);
    expect(await check(SCHEMA.text.replace('durationMinutes: Long,', 'durationMinutes Long,'))).toMatchObject(
      [{ severity: 'error', file: SCHEMA.file, line: expect.any(Number) }],
    );
    expect(await check(SCHEMA.text.replace('durationMinutes: Long,', ''))).toMatchObject([
      { severity: 'error', message: expect.stringContaining('does not take what Postern fills in') },
    ]);
  });
});

describe('loading a folder of policies', () => {
  it('is content where there is none', async () => {
    expect(await loadPolicies('config/no-such-folder', CONFIGURATION)).toEqual({
      outcome: 'LOADED',
      files: null,
      warnings: '',
    });
  });

  it('refuses a folder without schema or policies, since everything would be denied', async () => {
    expect(await loadPolicies('docs', CONFIGURATION)).toMatchObject({
      outcome: 'REFUSED',
      report: expect.stringMatching(/docs has no postern\.cedarschema: copy .* config\/policies/),
    });
  });

  it('says why where the folder cannot be read', async () => {
    expect(await loadPolicies('package.json', CONFIGURATION)).toMatchObject({
      outcome: 'REFUSED',
      report: expect.stringMatching(/^package\.json cannot be read \(ENOTDIR: /),
    });
  });
});
