import { auditEventOf } from '../../adapters/aws/dynamodb/stream-record.ts';
import { sesClient } from '../../adapters/aws/ses/client.ts';
import { SesMailer } from '../../adapters/aws/ses/ses-mailer.ts';
import { readEnvironment } from '../environment.ts';
import { composeBase, type Variables } from './base.ts';

/** Telling people what happened: table, its stream, and SES. */
export const composePublisher = (variables: Variables) => {
  const base = composeBase(readEnvironment('publisher', variables));
  return {
    ...base,
    mailer: new SesMailer({ client: sesClient(), from: base.configuration.mail.from }),
    readRecord: auditEventOf,
  };
};
