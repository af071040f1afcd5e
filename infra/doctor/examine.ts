import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient } from '@aws-sdk/client-iam';
import { SESClient } from '@aws-sdk/client-ses';
import type { Configuration } from '../../functions/domain/configuration.ts';
import { checkGroups } from './check-groups.ts';
import { checkIssuer } from './check-issuer.ts';
import { checkMail } from './check-mail.ts';
import { checkRights } from './check-rights.ts';
import { checkTable } from './check-table.ts';
import { findStack } from './stack-parts.ts';
import type { Verdict } from './verdict.ts';

export interface Examination {
  readonly stack: string;
  readonly region: string;
  readonly configuration: Configuration;
  /** Gets one mail. Default: none is sent. */
  readonly mailTo?: string;
}

/** Looks at everything of a deployment that no test without AWS can see. Changes nothing; sends a mail where told to. */
export const examine = async (examination: Examination): Promise<readonly Verdict[]> => {
  const { stack, region, configuration, mailTo } = examination;
  const found = await findStack(new CloudFormationClient({ region }), { stack, region });
  const ofStack =
    found.outcome === 'NOT_FOUND'
      ? [[found.verdict]]
      : [
          checkRights(new IAMClient({ region }), found.parts, configuration),
          checkTable(new DynamoDBClient({ region }), found.parts.tableName),
        ];
  const verdicts = await Promise.all([
    ...ofStack,
    checkGroups((of) => new EC2Client({ region: of }), configuration),
    checkMail(new SESClient({ region }), configuration.mail.from, mailTo),
    checkIssuer(configuration.identity.issuer),
  ]);
  return verdicts.flat();
};
