import { toTimestamp } from '../../functions/domain/instant.ts';
import { HELP, readArguments, UsageRefused } from '../../functions/runtime/command-line.ts';

export interface PolicyOptions {
  /** File of the configuration. */
  readonly configuration: string;
  /** Folder of the policies. */
  readonly policies: string;
  /** Folder of the cases. */
  readonly cases: string;
  /** Treats warnings as errors. */
  readonly strict: boolean;
  /** Of recorded requests; null where it was left out. */
  readonly from: number | null;
  readonly to: number | null;
  /** Folder that `npm start` keeps its records in. */
  readonly home: string;
  /** A deployment's table, instead of the local records. */
  readonly table: string | null;
  /** Makes a changed outcome a failure. */
  readonly exitCode: boolean;
}

const OPTIONS = {
  configuration: { type: 'string', default: 'config/postern.yaml' },
  policies: { type: 'string', default: 'config/policies' },
  cases: { type: 'string' },
  strict: { type: 'boolean', default: false },
  from: { type: 'string' },
  to: { type: 'string' },
  home: { type: 'string', default: '.postern' },
  table: { type: 'string' },
  'exit-code': { type: 'boolean', default: false },
  ...HELP,
} as const;

const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

const moment = (name: string, given: string | undefined): number | null => {
  if (given === undefined) return null;
  const at = DATE.test(given) ? Date.parse(given) : Number.NaN;
  // 2026-02-30 is read as the second of March by some and refused by others: it must come out as it went in.
  if (Number.isNaN(at) || (given.length === 10 && !toTimestamp(at).startsWith(given))) {
    throw new UsageRefused(
      `--${name}: expected a date such as 2026-11-01 (which begins in UTC) or a time such as 2026-11-01T08:00:00Z, found ${given}`,
    );
  }
  return at;
};

export type CommandLine =
  | { readonly command: 'help'; readonly of: string | undefined }
  | { readonly command: string; readonly options: PolicyOptions };

/** @throws {UsageRefused} */
export const readCommandLine = (args: readonly string[]): CommandLine => {
  const { values, positionals } = readArguments(args, { options: OPTIONS, allowPositionals: true });
  const [command, ...rest] = positionals;
  if (command === undefined || command === 'help' || values.help) {
    return { command: 'help', of: command === 'help' ? rest[0] : command };
  }
  if (rest.length > 0) throw new UsageRefused(`${command} takes no further argument: ${rest.join(' ')}`);
  return {
    command,
    options: {
      configuration: values.configuration,
      policies: values.policies,
      cases: values.cases ?? `${values.policies}/tests`,
      strict: values.strict,
      from: moment('from', values.from),
      to: moment('to', values.to),
      home: values.home,
      table: values.table ?? null,
      exitCode: values['exit-code'],
    },
  };
};
