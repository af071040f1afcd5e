// The entry of every npm script that runs TypeScript, and with --check what the tests run first. Plain JavaScript on
// purpose: an older Node cannot even read a .ts file, and would answer with a syntax error instead of the line below.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [major] = process.versions.node.split('.').map(Number);
const [entry] = process.argv.slice(2);

if (major < 24) {
  console.error(
    `Postern needs Node 24, and this is ${process.version}: either it was not started through npm, or npm was told not to run ` +
      'install scripts (see "allowScripts" in package.json), so that the "node" package has no binary. ' +
      'Run `npm rebuild node --ignore-scripts=false`, then `npm start` or `npm test`.',
  );
  process.exit(1);
}

if (entry !== undefined && entry !== '--check') {
  // The entry sees the arguments that it would see if Node had been given it directly.
  process.argv.splice(1, 2, resolve(entry));
  await import(pathToFileURL(process.argv[1]).href);
}
