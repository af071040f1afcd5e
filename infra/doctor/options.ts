import { parseArgs } from 'node:util';

export const USAGE = `npm run doctor -- [--stack NAME] [--configuration FILE] [--mail-to ADDRESS]

Looks at a deployed stack with the AWS credentials at hand: rights, security groups, table, SES and issuer. Changes nothing.

  --stack NAME           default: postern-DEPLOYMENT, of the configuration
  --configuration FILE   default: config/postern.yaml
  --mail-to ADDRESS      sends one mail there, to see that SES delivers

Ends with 0 where all is in order, with 1 where something needs a look, and with 2 where it was not understood.`;

export type DoctorOptions =
  | { readonly does: 'HELP' }
  | {
      readonly does: 'EXAMINE';
      /** null for the stack that the configuration names. */
      readonly stack: string | null;
      readonly configuration: string;
      readonly mailTo: string | null;
    }
  | { readonly does: 'REFUSE'; readonly message: string };

/** What `npm run doctor` was asked for. */
export const readOptions = (args: readonly string[]): DoctorOptions => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        stack: { type: 'string' },
        configuration: { type: 'string', default: 'config/postern.yaml' },
        'mail-to': { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return { does: 'HELP' };
    return {
      does: 'EXAMINE',
      stack: values.stack ?? null,
      configuration: values.configuration,
      mailTo: values['mail-to'] ?? null,
    };
  } catch (cause) {
    const [message = ''] = cause instanceof Error ? cause.message.split('. ') : [];
    return { does: 'REFUSE', message };
  }
};
