import {
  GetIdentityVerificationAttributesCommand,
  GetSendQuotaCommand,
  type SESClient,
  SendEmailCommand,
} from '@aws-sdk/client-ses';
import { either, looking, ok, type Verdict } from './verdict.ts';

/** What an account may send in a day while SES keeps it in its sandbox: https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html */
const SANDBOX = 200;

/** The sender is verified, SES lets mail out to anybody, and enough of it; with an address, one mail goes there. */
export const checkMail = async (
  client: SESClient,
  from: string,
  to?: string,
): Promise<readonly Verdict[]> => [
  ...(await looking(`Sender ${from}`, async () => {
    const identities = [from, from.slice(from.lastIndexOf('@') + 1)];
    const { VerificationAttributes: attributes = {} } = await client.send(
      new GetIdentityVerificationAttributesCommand({ Identities: identities }),
    );
    const verified = identities.filter((identity) => attributes[identity]?.VerificationStatus === 'Success');
    return [either(verified.length > 0, `verified: ${verified.join(', ') || 'nothing'}`, 'verify it in SES')];
  })),
  ...(await looking('SES quota', async () => {
    const { Max24HourSend: most = 0, SentLast24Hours: sent = 0 } = await client.send(
      new GetSendQuotaCommand({}),
    );
    return [
      either(
        most !== SANDBOX,
        `${most} mails a day`,
        'this is the sandbox: only verified mailboxes get mail; ask to leave it',
      ),
      either(sent < most / 2 || most < 0, `${sent} sent in the last day`, 'more than half is used up'),
    ];
  })),
  ...(to === undefined
    ? []
    : await looking(`Test mail to ${to}`, async () => {
        const Body = { Text: { Data: 'Mail from Postern arrives here. Nothing is asked of you.' } };
        const Message = { Subject: { Data: '[Postern] Test mail of the doctor' }, Body };
        const Destination = { ToAddresses: [to] };
        const { MessageId } = await client.send(new SendEmailCommand({ Source: from, Destination, Message }));
        return [ok(`SES took it as ${MessageId}; see whether it arrives`)];
      })),
];
