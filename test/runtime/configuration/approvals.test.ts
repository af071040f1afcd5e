import { describe, expect, it } from 'vitest';
import { loadConfiguration } from '../../../functions/runtime/configuration/load-configuration.ts';
import { CONFIGURATION_TEXT } from '../../support/configuration-text.ts';

const APPROVERS = 'approvers: [bob@example.com, carol@example.com]';
const SIGN_IN = `approvals:
  requireSignIn: true
  clientId: postern
  authorizationEndpoint: https://login.example.com/authorize
  tokenEndpoint: https://login.example.com/token
`;
const PEOPLE = 'people: { bob: [bob@example.com, robert@example.com] }\n';

const load = (text: string) => loadConfiguration(text, { file: 'postern.yaml' });

/** The small configuration with other approvers, other keys of its target, and more at its top. */
const written = (parts: { approvers?: string; target?: string; top?: string }) =>
  `${parts.top ?? ''}${CONFIGURATION_TEXT.replace(
    APPROVERS,
    `approvers: ${parts.approvers ?? '[bob@example.com, carol@example.com]'}\n${parts.target ?? ''}`,
  ).replace('  engineering:', '  dba: [dora@example.com, bob@example.com]\n  empty: []\n  engineering:')}`;

const configurationOf = (text: string) => {
  const loaded = load(text);
  if (loaded.outcome === 'REFUSED') throw new Error(loaded.report);
  return loaded.configuration;
};

const problemsOf = (text: string) => {
  const loaded = load(text);
  return loaded.outcome === 'REFUSED'
    ? loaded.problems.map(({ path, message }) => `${path}: ${message}`)
    : [];
};

describe('approvers', () => {
  it('come from groups and addresses, each once', () => {
    const [target] = configurationOf(written({ approvers: '[group:dba, bob@example.com]' })).targets;
    expect(target?.approvers).toEqual(['dora@example.com', 'bob@example.com']);
  });

  it('may be two mailboxes of one person, who counts once', () => {
    const twice = '[bob@example.com, robert@example.com]';
    expect(configurationOf(written({ approvers: twice, top: PEOPLE })).people).toEqual({
      bob: ['bob@example.com', 'robert@example.com'],
    });
    const two = written({ approvers: twice, top: PEOPLE, target: '    requiredApprovals: 2\n' });
    expect(problemsOf(two)).toEqual([expect.stringMatching(/requiredApprovals: expected at most 1/)]);
  });

  it('are not counted before it is known who they are', () => {
    const unknown = written({ approvers: '[group:dbas]' });
    expect(problemsOf(unknown)).toEqual([
      expect.stringMatching(
        /^targets\.orders-db\.approvers\[0\]: there is no group dbas; did you mean dba\?/,
      ),
    ]);
  });

  it('may be a shared mailbox where they sign in: it is written to, and decides nothing', () => {
    const approvers = '[group:dba, { mailbox: team@example.com, shared: true }]';
    const configuration = configurationOf(written({ approvers, top: SIGN_IN }));
    expect(configuration.targets[0]).toMatchObject({
      approvers: ['dora@example.com', 'bob@example.com'],
      sharedMailboxes: ['team@example.com'],
    });
    expect(configuration.signIn).toEqual({
      clientId: 'postern',
      authorizationEndpoint: 'https://login.example.com/authorize',
      tokenEndpoint: 'https://login.example.com/token',
      scope: 'openid email',
      token: 'id_token',
    });
  });

  it('sign in only where the configuration says so', () => {
    expect(configurationOf(written({ top: 'approvals: { requireSignIn: false }\n' })).signIn).toBeUndefined();
  });
});

it('reminders, escalation and emergencies are as written', () => {
  const target = `    escalateTo: [group:dba, lena@example.com]
    breakGlass: { requesters: [group:dba], maxMinutes: 15 }
`;
  const top = 'reminders: { afterMinutes: 10, escalateAfterMinutes: 20, endingSoonMinutes: 5 }\n';
  const configuration = configurationOf(written({ target, top }));
  expect(configuration.reminders).toEqual({
    afterMinutes: 10,
    escalateAfterMinutes: 20,
    endingSoonMinutes: 5,
  });
  expect(configuration.targets[0]).toMatchObject({
    escalateTo: ['group:dba', 'lena@example.com'],
    breakGlass: { requesters: ['group:dba'], maxMinutes: 15 },
  });
});

describe('a place that is wrong is named', () => {
  const shared = '[bob@example.com, { mailbox: team@example.com, shared: true }]';
  it.each([
    [
      'a group that does not exist',
      { approvers: '[group:dbas]' },
      /approvers\[0\]: there is no group dbas; did you mean group dba|approvers\[0\]: there is no group dbas/,
    ],
    [
      'a group without members here',
      { approvers: '[bob@example.com, group:empty]' },
      /approvers\[1\]: group empty has no members/,
    ],
    [
      'a shared mailbox without signing in',
      { approvers: shared },
      /approvers\[1\].mailbox: .*set approvals.requireSignIn/,
    ],
    [
      'a shared mailbox that is somebody’s own',
      { approvers: '[bob@example.com, { mailbox: bob@example.com, shared: true }]', top: SIGN_IN },
      /cannot be shared and be one person's/,
    ],
    [
      'an entry that is neither',
      { approvers: '[{ mailbox: team@example.com }]' },
      /approvers\[0\]: expected a mailbox, group:NAME/,
    ],
    [
      'shared: false',
      { approvers: '[{ mailbox: team@example.com, shared: false }]' },
      /expected a mailbox, group:NAME/,
    ],
    [
      'two that read alike',
      { approvers: '[bob@example.com, bob+x@example.com]' },
      /bob\+x@example.com is the same person as bob@example.com/,
    ],
    [
      'one mailbox of two people',
      { top: 'people: { a: [x@example.com, y@example.com], b: [z@example.com, x+1@example.com] }\n' },
      /people.b\[1\]: x\+1@example.com is a's already/,
    ],
    [
      'one mailbox alone',
      { top: 'people: { a: [x@example.com] }\n' },
      /people.a: expected at least 2 entries/,
    ],
    [
      'signing in nowhere',
      {
        top: 'approvals: { requireSignIn: true, clientId: postern, tokenEndpoint: https://x.example.com }\n',
      },
      /approvals.authorizationEndpoint: is missing/,
    ],
    [
      'signing in without TLS',
      { top: SIGN_IN.replace('https://login.example.com/token', 'http://login.example.com/token') },
      /approvals.tokenEndpoint: expected an https address/,
    ],
    [
      'a client that the API takes no token of',
      { top: SIGN_IN.replace('clientId: postern', 'clientId: other') },
      /approvals.clientId: expected one of identity.audience/,
    ],
    [
      'a reminder after the end',
      { top: 'reminders: { afterMinutes: 60 }\n' },
      /reminders.afterMinutes: expected less than 60/,
    ],
    [
      'an escalation before the reminder',
      { top: 'reminders: { afterMinutes: 20, escalateAfterMinutes: 10 }\n' },
      /escalateAfterMinutes: expected at least 20/,
    ],
    [
      'an escalation to nobody',
      { target: '    escalateTo: [group:nobody]\n' },
      /escalateTo\[0\]: there is no group nobody/,
    ],
    [
      'an emergency for a machine',
      { target: '    breakGlass: { requesters: [machine:nightly-export], maxMinutes: 5 }\n' },
      /breakGlass.requesters\[0\]: expected one mailbox/,
    ],
    [
      'an emergency that is long',
      { target: '    breakGlass: { requesters: [bob@example.com], maxMinutes: 61 }\n' },
      /breakGlass.maxMinutes: expected at most 60/,
    ],
    [
      'an emergency without a cap',
      { target: '    breakGlass: { requesters: [bob@example.com] }\n' },
      /breakGlass.maxMinutes: is missing/,
    ],
  ] as const)('%s', (_, parts, expected) => {
    expect(problemsOf(written(parts)).join('\n')).toMatch(expected);
  });
});
