import { spawn } from 'node:child_process';
import { accepted, relayTo } from './relay.ts';

/**
 * Run inside of a network namespace as `inside-namespace.ts SOCKET PORT COMMAND…`: starts the engine, and lets the
 * machine outside reach its port through a unix socket, which is a file and so belongs to no network.
 * Says `READY` once the engine listens.
 */
const [socket = '', port = '', command = '', ...args] = process.argv.slice(2);

const engine = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
engine.once('error', (error) => {
  throw error;
});
engine.once('exit', (code) => process.exit(code ?? 1));

// The pipe closes when whoever started this is gone, however that came; as the first process of the namespace this
// one takes all others with it.
process.stdin.resume().once('end', () => process.exit(0));

const target = { host: '127.0.0.1', port: Number(port) };
await accepted(target);
relayTo(target).listen(socket, () => process.stdout.write('READY\n'));
