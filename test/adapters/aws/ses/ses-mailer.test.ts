import { describe, expect, it } from 'vitest';
import { sesClient } from '../../../../functions/adapters/aws/ses/client.ts';
import { SesMailer } from '../../../../functions/adapters/aws/ses/ses-mailer.ts';
import { aMail } from '../../../contracts/mailer.ts';
import { startScriptedEndpoint } from '../scripted-endpoint.ts';

const FROM = 'postern@example.com';
const SENT =
  '<SendRawEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendRawEmailResult><MessageId>1</MessageId></SendRawEmailResult></SendRawEmailResponse>';

const errorBody = (code: string, message = 'As scripted') =>
  `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;

const mailerAt = (endpoint: string) =>
  new SesMailer({ client: sesClient({ endpoint, maxAttempts: 1 }), from: FROM });

describe('mails by SES', () => {
  it('names its recipient beside the message, so that no header decides who gets it', async () => {
    await using ses = await startScriptedEndpoint({ status: 200, body: SENT });
    expect(await mailerAt(ses.url).send(aMail())).toEqual({ outcome: 'SENT' });
    const [request] = ses.received;
    const parameters = Object.fromEntries(new URLSearchParams(request?.body));
    expect(parameters).toEqual({
      Action: 'SendRawEmail',
      Version: '2010-12-01',
      'Destinations.member.1': 'bob@example.com',
      'RawMessage.Data': expect.any(String),
    });
    expect(ses.received).toHaveLength(1);
  });

  it.each([
    'bob@example.com, eve@evil.example',
    'bob@example.com\r\nBcc: eve@evil.example',
    'Bob <bob@example.com>',
    'bøb@example.com',
    'bob',
    '',
  ])('is not tried where the recipient is not one mailbox: %j', async (to) => {
    await using ses = await startScriptedEndpoint({ status: 200, body: SENT });
    expect(await mailerAt(ses.url).send(aMail({ to }))).toMatchObject({ outcome: 'REFUSED' });
    expect(ses.received).toEqual([]);
  });

  it.each([
    'MessageRejected',
    'MailFromDomainNotVerifiedException',
    'ConfigurationSetDoesNotExist',
    'InvalidParameterValue',
  ])('is refused for good: %s', async (code) => {
    await using ses = await startScriptedEndpoint({ status: 400, body: errorBody(code) });
    expect(await mailerAt(ses.url).send(aMail())).toEqual({
      outcome: 'REFUSED',
      detail: expect.stringMatching(/: As scripted$/),
    });
  });

  it.each([
    [400, 'Throttling'],
    [400, 'LimitExceeded'],
    [400, 'AccountSendingPausedException'],
    [400, 'ConfigurationSetSendingPausedException'],
    [403, 'AccessDenied'],
    [500, 'InternalFailure'],
    [503, 'ServiceUnavailable'],
    [400, 'SomethingNew'],
  ])('can be tried again later: %i %s', async (status, code) => {
    await using ses = await startScriptedEndpoint({ status, body: errorBody(code) });
    expect(await mailerAt(ses.url).send(aMail())).toMatchObject({ outcome: 'UNAVAILABLE' });
  });

  it('can be tried again later where nothing answers', async () => {
    const gone = await startScriptedEndpoint({ status: 200 });
    await gone[Symbol.asyncDispose]();
    expect(await mailerAt(gone.url).send(aMail())).toMatchObject({ outcome: 'UNAVAILABLE' });
  });

  it('says nothing of what stands in the mail when it fails', async () => {
    await using ses = await startScriptedEndpoint({
      status: 400,
      body: errorBody('Throttling', 'm'.repeat(5_000)),
    });
    const answer = await mailerAt(ses.url).send(aMail({ text: 'Code: 123456\n' }));
    expect(JSON.stringify(answer)).not.toContain('123456');
    expect(JSON.stringify(answer).length).toBeLessThan(400);
  });
});
