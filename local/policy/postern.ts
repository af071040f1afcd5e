import { TERMINAL } from '../../functions/runtime/command-line.ts';
import { runPostern } from './run-postern.ts';

/** The command `postern` of the package: `postern policy check`, `test`, `replay`. */
process.exitCode = await runPostern(process.argv.slice(2), { ...TERMINAL, now: Date.now() });
