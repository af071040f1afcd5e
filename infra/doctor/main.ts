import { existsSync, readFileSync } from 'node:fs';
import { runCommand, UsageRefused } from '../../functions/runtime/command-line.ts';
import { loadConfiguration } from '../../functions/runtime/configuration/load-configuration.ts';
import { examine } from './examine.ts';
import { type DoctorOptions, readOptions, USAGE } from './options.ts';

const look = async ({ stack, configuration: file, mailTo }: DoctorOptions): Promise<number> => {
  if (!existsSync(file)) throw new UsageRefused(`${file}: there is no such file (--configuration FILE)`);
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

process.exitCode = await runCommand({ usage: USAGE, read: readOptions, run: look }, process.argv.slice(2));
