import { TERMINAL } from '../../functions/runtime/command-line.ts';
import { runPolicyCommand } from './run.ts';

process.exitCode = await runPolicyCommand(process.argv.slice(2), {
  ...TERMINAL,
  name: 'npm run policy --',
  now: Date.now(),
});
