import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadConfiguration } from '../../functions/runtime/configuration/load-configuration.ts';
import { examine } from './examine.ts';

/** `npm run doctor -- --stack postern-example [--configuration config/postern.yaml] [--mail-to me@example.com]` */
const { values } = parseArgs({
  options: {
    stack: { type: 'string' },
    configuration: { type: 'string', default: 'config/postern.yaml' },
    'mail-to': { type: 'string' },
  },
});

const file = values.configuration;
const loaded = loadConfiguration(readFileSync(file, 'utf8'), { file });
if (loaded.outcome === 'REFUSED') {
  console.error(loaded.report);
  process.exit(1);
}
const { configuration, place } = loaded;
const stack = values.stack ?? `postern-${configuration.deployment}`;
const mailTo = values['mail-to'];
const verdicts = await examine({
  stack,
  region: place.region,
  configuration,
  ...(mailTo === undefined ? {} : { mailTo }),
});
for (const { verdict, check, detail } of verdicts) console.log(`${verdict.padEnd(8)}${check}: ${detail}`);
const bad = verdicts.filter(({ verdict }) => verdict !== 'OK').length;
console.log(bad === 0 ? `${stack} is in order.` : `${bad} of ${verdicts.length} need a look.`);
process.exitCode = bad === 0 ? 0 : 1;
