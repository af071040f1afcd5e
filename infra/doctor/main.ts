import { readFileSync } from 'node:fs';
import { loadConfiguration } from '../../functions/runtime/configuration/load-configuration.ts';
import { examine } from './examine.ts';
import { type DoctorOptions, readOptions, USAGE } from './options.ts';

const look = async ({
  stack,
  configuration: file,
  mailTo,
}: Extract<DoctorOptions, { does: 'EXAMINE' }>): Promise<number> => {
  const loaded = loadConfiguration(readFileSync(file, 'utf8'), { file });
  if (loaded.outcome === 'REFUSED') {
    console.error(loaded.report);
    return 1;
  }
  const { configuration, place } = loaded;
  const name = stack ?? `postern-${configuration.deployment}`;
  const verdicts = await examine({
    stack: name,
    region: place.region,
    configuration,
    ...(mailTo === null ? {} : { mailTo }),
  });
  for (const { verdict, check, detail } of verdicts) console.log(`${verdict.padEnd(8)}${check}: ${detail}`);
  const bad = verdicts.filter(({ verdict }) => verdict !== 'OK').length;
  console.log(bad === 0 ? `${name} is in order.` : `${bad} of ${verdicts.length} need a look.`);
  return bad === 0 ? 0 : 1;
};

const options = readOptions(process.argv.slice(2));
switch (options.does) {
  case 'HELP':
    console.log(USAGE);
    break;
  case 'REFUSE':
    console.error(`${options.message}\n\n${USAGE}`);
    process.exitCode = 2;
    break;
  case 'EXAMINE':
    process.exitCode = await look(options);
}
