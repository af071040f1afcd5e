import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Says, beside what is made, why rules of cdk-nag do not fit it and what is done instead. Keys are rules as cdk-nag
 * names them (`AwsSolutions-SQS3`, `AwsSolutions-IAM5[Resource::*]`); they hold for the construct and what is in it.
 */
export const acknowledge = (construct: IConstruct, reasons: Readonly<Record<string, string>>): void => {
  for (const [rule, reason] of Object.entries(reasons)) {
    const [pack] = rule.split('-');
    Validations.of(construct).acknowledge({ id: `${pack}::${rule}`, reason });
  }
};

/** For a log group of the stack. */
export const LOG_ENCRYPTION = {
  'NIST.800.53.R5-CloudWatchLogGroupEncrypted':
    'Encrypted with a key of CloudWatch Logs. No secret, token or reason is ever logged, and a key of one’s own that is lost loses the logs.',
} as const;

/** For a role of one purpose. */
export const INLINE_POLICY = {
  'NIST.800.53.R5-IAMNoInlinePolicy':
    'The policy is that of one role, written from what it calls; a managed one could be attached to others.',
} as const;
