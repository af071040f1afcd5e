import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Configuration } from '../../functions/domain/configuration.ts';

/** Sending in the name of the configured sender, which is verified in SES as a mailbox or by its domain. */
export const mailRights = (scope: Construct, { mail }: Configuration): readonly PolicyStatement[] => {
  const identity = (resourceName: string) =>
    Stack.of(scope).formatArn({ service: 'ses', resource: 'identity', resourceName });
  const domain = mail.from.slice(mail.from.lastIndexOf('@') + 1);
  return [
    new PolicyStatement({
      actions: ['ses:SendRawEmail'],
      resources: [identity(mail.from), identity(domain)],
      conditions: { StringEquals: { 'ses:FromAddress': mail.from } },
    }),
  ];
};
