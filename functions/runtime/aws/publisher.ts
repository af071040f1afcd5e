import { auditEventOf, mailOrderOf } from '../../adapters/aws/dynamodb/stream-record.ts';
import { sesClient } from '../../adapters/aws/ses/client.ts';
import { SesMailer } from '../../adapters/aws/ses/ses-mailer.ts';
import { readEnvironment } from '../environment.ts';
import { randomSecrets } from '../random-ids.ts';
import { composeBase, type Variables } from './base.ts';

/** Telling people what happened: table, its stream, and SES. */
export const composePublisher = async (variables: Variables) => {
  const environment = readEnvironment('publisher', variables);
  const base = await composeBase(environment);
  return {
    ...base,
    mailer: new SesMailer({ client: sesClient(), from: base.configuration.mail.from }),
    secrets: randomSecrets,
    approvalPageUrl: environment.APPROVAL_PAGE_URL,
    readRecord: auditEventOf,
    readOrder: mailOrderOf,
  };
};
