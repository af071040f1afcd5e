import { HELP, readArguments } from '../../functions/runtime/command-line.ts';

export const USAGE = `npm run doctor -- [--stack NAME] [--configuration FILE] [--mail-to ADDRESS]

Looks at a deployed stack with the AWS credentials at hand: rights, security groups, table, SES and issuer. Changes nothing.

  --stack NAME           default: postern-DEPLOYMENT, of the configuration
  --configuration FILE   default: config/postern.yaml
  --mail-to ADDRESS      sends one mail there, to see that SES delivers

Ends with 0 where all is in order, with 1 where something needs a look, and with 2 where it was not understood.`;

export interface DoctorOptions {
  /** null for the stack that the configuration names. */
  readonly stack: string | null;
  readonly configuration: string;
  readonly mailTo: string | null;
}

/**
 * What `npm run doctor` was asked for.
 *
 * @throws {UsageRefused}
 */
export const readOptions = (args: readonly string[]): DoctorOptions | 'HELP' => {
  const { values } = readArguments(args, {
    options: {
      stack: { type: 'string' },
      configuration: { type: 'string', default: 'config/postern.yaml' },
      'mail-to': { type: 'string' },
      ...HELP,
    },
  });
  if (values.help) return 'HELP';
  return {
    stack: values.stack ?? null,
    configuration: values.configuration,
    mailTo: values['mail-to'] ?? null,
  };
};
