import { runPolicyCommand } from './run.ts';

process.exitCode = await runPolicyCommand(process.argv.slice(2), {
  say: (text) => console.log(text),
  complain: (text) => console.error(text),
  now: Date.now(),
});
