import { runCommand, UsageRefused, type Voice } from '../../functions/runtime/command-line.ts';
import { ConfigurationRefused } from '../load-local-configuration.ts';
import { check } from './check.ts';
import { COMMANDS, helpText } from './help.ts';
import { type CommandLine, readCommandLine } from './options.ts';
import { replay } from './replay.ts';
import { test } from './test.ts';

/** How a command is called and speaks, and what time it is. */
export interface Surroundings extends Voice {
  /** As one types it where it was started: `postern policy`, or `npm run policy --`. */
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const obey = async (line: CommandLine, { name, say, now }: Surroundings): Promise<number> => {
  if ('of' in line) {
    say(helpText(name, line.of));
    return 0;
  }
  switch (line.command) {
    case 'check':
      return await check(line.options, say);
    case 'test':
      return await test(line.options, say);
    case 'replay':
      return await replay(line.options, say, now);
    default:
      throw new UsageRefused(`there is no command ${line.command}: there are ${COMMANDS.join(', ')}`);
  }
};

/** `postern policy …`. Answers the exit code. */
export const runPolicyCommand = async (
  args: readonly string[],
  surroundings: Surroundings,
): Promise<number> => {
  const run = async (line: CommandLine): Promise<number> => {
    try {
      return await obey(line, surroundings);
    } catch (error) {
      if (!(error instanceof ConfigurationRefused)) throw error;
      surroundings.complain(error.message);
      return 1;
    }
  };
  return await runCommand(
    { usage: helpText(surroundings.name), read: readCommandLine, run },
    args,
    surroundings,
  );
};
