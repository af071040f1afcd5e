import { UsageRefused } from '../../functions/runtime/command-line.ts';
import { ConfigurationRefused } from '../load-local-configuration.ts';
import { check } from './check.ts';
import { COMMANDS, helpText } from './help.ts';
import { readCommandLine } from './options.ts';
import { replay } from './replay.ts';
import { test } from './test.ts';

/** How a command speaks, and what time it is. */
export interface Surroundings {
  readonly say: (text: string) => void;
  readonly complain: (text: string) => void;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const run = async (args: readonly string[], { say, now }: Surroundings): Promise<number> => {
  const line = readCommandLine(args);
  if ('of' in line) {
    say(helpText(line.of));
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
  try {
    return await run(args, surroundings);
  } catch (error) {
    if (error instanceof UsageRefused) {
      surroundings.complain(`${error.message}\nTry: postern policy help`);
      return 2;
    }
    if (!(error instanceof ConfigurationRefused)) throw error;
    surroundings.complain(error.message);
    return 1;
  }
};
