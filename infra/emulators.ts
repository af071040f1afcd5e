import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

/** What the CDK CLI is told by `-c NAME=URL`, and the variable of the SDK that then says it to each function. */
const VARIABLES = {
  emulatedEc2: 'AWS_ENDPOINT_URL_EC2',
  emulatedSes: 'AWS_ENDPOINT_URL_SES',
} as const;

/** An address of the own machine, written out: a name could lead anywhere. */
const LOOPBACK = /^http:\/\/(127\.0\.0\.1|\[::1\]):\d{1,5}$/;

/**
 * Sends the functions' calls to EC2 and SES to emulators on this machine, for a deployment to another emulator.
 * Refuses any other address: with AWS behind it, rules and mails would go where nobody looks.
 */
export const useEmulators = (scope: Construct): void => {
  for (const [name, variable] of Object.entries(VARIABLES)) {
    const url: unknown = scope.node.tryGetContext(name);
    if (url === undefined) continue;
    if (typeof url !== 'string' || !LOOPBACK.test(url)) {
      throw new Error(`${name} takes only an emulator on this machine, such as http://127.0.0.1:5000`);
    }
    for (const construct of scope.node.findAll()) {
      if (construct instanceof LambdaFunction) construct.addEnvironment(variable, url);
    }
  }
};
