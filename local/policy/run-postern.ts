import { runCommand, UsageRefused } from '../../functions/runtime/command-line.ts';
import { helpText } from './help.ts';
import { runPolicyCommand, type Surroundings } from './run.ts';

const NAME = 'postern policy';
const HELP = ['help', '--help', '-h'];

/** `postern …`, of the package: all that it does is about policies. Answers the exit code. */
export const runPostern = (
  args: readonly string[],
  surroundings: Omit<Surroundings, 'name'>,
): Promise<number> =>
  runCommand(
    {
      usage: helpText(NAME),
      read: ([topic = 'help', ...rest]) => {
        if (HELP.includes(topic)) return 'HELP';
        if (topic !== 'policy') throw new UsageRefused(`there is no command ${topic}: there is policy`);
        return rest;
      },
      run: (rest) => runPolicyCommand(rest, { ...surroundings, name: NAME }),
    },
    args,
    surroundings,
  );
