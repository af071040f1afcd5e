import { type ParseArgsConfig, parseArgs } from 'node:util';

/** The command was not understood; the message says what would be. */
export class UsageRefused extends Error {
  override readonly name = 'UsageRefused';
}

/** The option that every command has. */
export const HELP = { help: { type: 'boolean', short: 'h', default: false } } as const;

/**
 * What stands on a command line.
 *
 * @throws {UsageRefused}
 */
export const readArguments = <const Expected extends Omit<ParseArgsConfig, 'args'>>(
  args: readonly string[],
  expected: Expected,
) => {
  try {
    return parseArgs({ ...expected, args: [...args] });
  } catch (cause) {
    // After its first sentence Node explains where dashes and positional arguments may stand.
    const [sentence = ''] = cause instanceof Error ? cause.message.split('. ') : [];
    throw new UsageRefused(sentence, { cause });
  }
};

export interface Command<Options> {
  /** What `--help` prints. */
  readonly usage: string;
  /** @throws {UsageRefused} */
  readonly read: (args: readonly string[]) => Options | 'HELP';
  /** Does it, and answers the exit code. */
  readonly run: (options: Options) => Promise<number>;
}

/** How a command speaks. */
export interface Voice {
  readonly say: (text: string) => void;
  readonly complain: (text: string) => void;
}

/** By the standard output and the standard error. */
export const TERMINAL: Voice = {
  say: (text) => console.log(text),
  complain: (text) => console.error(text),
};

/** Runs a command, and answers its exit code: 0 after help, 2 where it was not understood. */
export const runCommand = async <Options>(
  { usage, read, run }: Command<Options>,
  args: readonly string[],
  { say, complain }: Voice = TERMINAL,
): Promise<number> => {
  try {
    const options = read(args);
    if (options !== 'HELP') return await run(options);
    say(usage);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageRefused)) throw error;
    complain(`${error.message}\n\n${usage}`);
    return 2;
  }
};
