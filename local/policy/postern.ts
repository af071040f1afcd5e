import { runPolicyCommand } from './run.ts';

/** The command `postern` of the package: `postern policy check`, `test`, `replay`. */
const [what, ...rest] = process.argv.slice(2);

if (what === 'policy') {
  process.exitCode = await runPolicyCommand(rest, {
    say: (text) => console.log(text),
    complain: (text) => console.error(text),
    now: Date.now(),
  });
} else {
  console.error('Try: postern policy help');
  process.exitCode = 2;
}
