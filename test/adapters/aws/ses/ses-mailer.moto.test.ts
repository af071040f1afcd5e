import { VerifyEmailIdentityCommand } from '@aws-sdk/client-ses';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sesClient } from '../../../../functions/adapters/aws/ses/client.ts';
import { SesMailer } from '../../../../functions/adapters/aws/ses/ses-mailer.ts';
import { aMail, type DeliveredMail, describeMailer } from '../../../contracts/mailer.ts';
import { describeOnMoto, type Moto, startMoto } from '../../../engines/moto.ts';
import { readMessage } from './raw-message.ts';

const FROM = 'Postern <postern@example.com>';

interface StoredMessage {
  readonly destinations: readonly string[];
  readonly raw_data: string;
}

describeOnMoto('SES adapter', () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto();
    await sesClient({ endpoint: moto.endpoint }).send(
      new VerifyEmailIdentityCommand({ EmailAddress: 'postern@example.com' }),
    );
  });
  afterAll(() => moto.stop());

  const stored = async (): Promise<readonly StoredMessage[]> => {
    const answer = await fetch(`${moto.endpoint}/moto-api/data.json`);
    const { ses } = (await answer.json()) as { ses: { RawMessage: readonly StoredMessage[] } };
    return ses.RawMessage;
  };

  const delivered = ({ destinations, raw_data }: StoredMessage): DeliveredMail => {
    const { headers, parts } = readMessage(raw_data);
    const [to, ...others] = new Set(destinations);
    expect(others).toEqual([]);
    return {
      to: String(to),
      subject: String(headers.subject?.[0]),
      text: String(parts[0]?.body),
      // SES takes the mark out before it delivers; moto does not.
      html: String(parts[1]?.body).replaceAll('<a ses:no-track ', '<a '),
    };
  };

  describeMailer('The SES adapter', async () => {
    const before = (await stored()).length;
    return {
      mailer: new SesMailer({ client: sesClient({ endpoint: moto.endpoint }), from: FROM }),
      delivered: async () => (await stored()).slice(before).map(delivered),
      close: async () => {},
    };
  });

  it('is told that a sender is not verified', async () => {
    const mailer = new SesMailer({
      client: sesClient({ endpoint: moto.endpoint }),
      from: 'postern@unverified.example',
    });
    expect(await mailer.send(aMail())).toEqual({
      outcome: 'REFUSED',
      detail: expect.stringContaining('MessageRejected'),
    });
  });
});
