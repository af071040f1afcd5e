import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { loadConfiguration } from '../functions/runtime/configuration/load-configuration.ts';
import { useEmulators } from './emulators.ts';
import { Postern } from './postern.ts';

const app = new App();

// Another file: cdk synth -c configuration=path/to/postern.yaml
const file = String(app.node.tryGetContext('configuration') ?? 'config/postern.yaml');
const loaded = loadConfiguration(readFileSync(resolve(import.meta.dirname, '..', file), 'utf8'), { file });

if (loaded.outcome === 'REFUSED') {
  console.error(loaded.report);
  process.exitCode = 1;
} else {
  const { configuration, place } = loaded;
  const stack = new Stack(app, 'Postern', {
    stackName: `postern-${configuration.deployment}`,
    description: 'Just-in-time access to internal ports',
    // From the configuration and not from whatever credentials are at hand: CDK refuses to deploy to another account.
    env: place,
    terminationProtection: true,
  });
  new Postern(stack, 'Postern', { configuration });
  useEmulators(stack);
}
